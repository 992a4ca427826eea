// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.proto.definition.v1.Field;
import dev.guidon.proto.definition.v1.Flag;
import dev.guidon.proto.definition.v1.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages as definitions. What is absent, or of a case that this release does not know, is absent, which compiling
/// reports where it matters.
///
/// One reader keeps one of each text it meets: definitions repeat the names of attributes, operators and variations, and
/// without that these would be most of what an environment takes up. For one thread, and as short-lived as the reading.
final class DefinitionReader {

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Value> textValues = new HashMap<>();

  private String text(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(this::text).toList();
  }

  private Value textValue(String text) {
    return textValues.computeIfAbsent(text(text), Value::of);
  }

  FlagDefinition flag(String key, Flag message) {
    List<Variation> variations = message.getVariationsList().stream().map(this::variation).toList();
    return new FlagDefinition(
        text(key),
        message.hasType() ? text(message.getType()) : null,
        variations.isEmpty() ? null : variations,
        message.getArchived());
  }

  private Variation variation(dev.guidon.proto.definition.v1.Variation message) {
    return new Variation(
        message.hasKey() ? text(message.getKey()) : null,
        message.hasValue() ? value(message.getValue()) : null);
  }

  Targeting targeting(String flagKey, dev.guidon.proto.definition.v1.Targeting message) {
    return new Targeting(
        text(flagKey),
        message.hasOn() ? message.getOn() : null,
        message.hasOffVariation() ? text(message.getOffVariation()) : null,
        message.getPrerequisitesList().stream().map(this::prerequisite).toList(),
        message.getTargetsList().stream().map(this::target).toList(),
        message.getRulesList().stream().map(this::rule).toList(),
        message.hasFallthrough() ? serve(message.getFallthrough()) : null);
  }

  private Prerequisite prerequisite(dev.guidon.proto.definition.v1.Prerequisite message) {
    return new Prerequisite(
        message.hasFlag() ? text(message.getFlag()) : null,
        message.hasVariation() ? text(message.getVariation()) : null);
  }

  private Target target(dev.guidon.proto.definition.v1.Target message) {
    return new Target(
        message.hasContextKind() ? text(message.getContextKind()) : null,
        texts(message.getValuesList()),
        message.hasVariation() ? text(message.getVariation()) : null);
  }

  private TargetingRule rule(dev.guidon.proto.definition.v1.TargetingRule message) {
    return new TargetingRule(
        message.hasId() ? text(message.getId()) : null,
        message.getClausesList().stream().map(this::clause).toList(),
        message.hasShare() ? share(message.getShare()) : null,
        message.hasServe() ? serve(message.getServe()) : null);
  }

  private Clause clause(dev.guidon.proto.definition.v1.Clause message) {
    return new Clause(
        message.hasContextKind() ? text(message.getContextKind()) : null,
        message.hasAttribute() ? text(message.getAttribute()) : null,
        message.hasOperator() ? text(message.getOperator()) : null,
        message.getValuesList().stream().map(this::valueOrNull).toList(),
        message.getNegate(),
        message.getCaseInsensitive(),
        message.hasSemantics() ? text(message.getSemantics()) : null);
  }

  private Share share(dev.guidon.proto.definition.v1.Share message) {
    return new Share(
        message.hasContextKind() ? text(message.getContextKind()) : null,
        texts(message.getBucketByList()),
        message.hasSalt() ? text(message.getSalt()) : null,
        message.hasAlgorithm() ? text(message.getAlgorithm()) : null,
        message.hasWeight() ? message.getWeight() : null);
  }

  private @Nullable Serve serve(dev.guidon.proto.definition.v1.Serve message) {
    if (message.hasVariation()) {
      return new FixedVariation(text(message.getVariation()));
    }
    return message.hasRollout() ? rollout(message.getRollout()) : null;
  }

  private Rollout rollout(dev.guidon.proto.definition.v1.Rollout message) {
    List<BucketRange> ranges = message.getAllocationList().stream().map(this::range).toList();
    return new Rollout(
        message.hasContextKind() ? text(message.getContextKind()) : null,
        texts(message.getBucketByList()),
        message.hasSalt() ? text(message.getSalt()) : null,
        message.hasAlgorithm() ? text(message.getAlgorithm()) : null,
        ranges.isEmpty() ? null : new Allocation(ranges));
  }

  private BucketRange range(dev.guidon.proto.definition.v1.BucketRange message) {
    return new BucketRange(
        message.hasVariation() ? text(message.getVariation()) : null,
        message.hasFrom() ? message.getFrom() : null,
        message.hasTo() ? message.getTo() : null);
  }

  SegmentDefinition segment(String key, Segment message) {
    return new SegmentDefinition(
        text(key),
        message.getIncludedList().stream().map(this::member).toList(),
        message.getExcludedList().stream().map(this::member).toList(),
        message.getRulesList().stream().map(this::rule).toList());
  }

  private SegmentMember member(dev.guidon.proto.definition.v1.SegmentMember message) {
    return new SegmentMember(
        message.hasContextKind() ? text(message.getContextKind()) : null,
        message.hasTargetingKey() ? text(message.getTargetingKey()) : null,
        message.hasUntil() ? valueOrNull(message.getUntil()) : null);
  }

  private SegmentRule rule(dev.guidon.proto.definition.v1.SegmentRule message) {
    return new SegmentRule(
        message.hasId() ? text(message.getId()) : null,
        message.getClausesList().stream().map(this::clause).toList(),
        message.hasShare() ? share(message.getShare()) : null);
  }

  /// For where a value is there but may be of a kind that this release does not know. It must not read as absent (a
  /// membership would then hold for good); no operator reads JSON's null, so compiling refuses it.
  private Value valueOrNull(dev.guidon.proto.definition.v1.Value message) {
    Value value = value(message);
    return value == null ? Value.NULL : value;
  }

  /// Null when it, or a value in it, is of a kind that this release does not know.
  private @Nullable Value value(dev.guidon.proto.definition.v1.Value message) {
    return switch (message.getKindCase()) {
      case NULL_VALUE -> Value.NULL;
      case BOOLEAN_VALUE -> Value.of(message.getBooleanValue());
      case STRING_VALUE -> textValue(message.getStringValue());
      case NUMBER_VALUE -> Value.of(message.getNumberValue());
      case LIST_VALUE -> list(message.getListValue());
      case OBJECT_VALUE -> object(message.getObjectValue());
      case KIND_NOT_SET -> null;
    };
  }

  private @Nullable Value list(dev.guidon.proto.definition.v1.ListValue message) {
    List<Value> elements = new ArrayList<>(message.getElementsCount());
    for (dev.guidon.proto.definition.v1.Value element : message.getElementsList()) {
      Value value = value(element);
      if (value == null) {
        return null;
      }
      elements.add(value);
    }
    return Value.of(elements);
  }

  private @Nullable Value object(dev.guidon.proto.definition.v1.ObjectValue message) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Field field : message.getFieldsList()) {
      Value value = value(field.getValue());
      if (value == null) {
        return null;
      }
      fields.put(text(field.getName()), value);
    }
    return Value.of(fields);
  }
}
