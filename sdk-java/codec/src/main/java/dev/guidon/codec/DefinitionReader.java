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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Messages as definitions. What is absent, or of a case that this release does not know, is absent, which compiling
/// reports where it matters.
final class DefinitionReader {

  private DefinitionReader() {}

  static FlagDefinition flag(String key, Flag message) {
    List<Variation> variations = each(message.getVariationsList(), DefinitionReader::variation);
    return new FlagDefinition(
        key,
        message.hasType() ? message.getType() : null,
        variations.isEmpty() ? null : variations,
        message.getArchived());
  }

  private static Variation variation(dev.guidon.proto.definition.v1.Variation message) {
    return new Variation(
        message.hasKey() ? message.getKey() : null,
        message.hasValue() ? value(message.getValue()) : null);
  }

  static Targeting targeting(String flagKey, dev.guidon.proto.definition.v1.Targeting message) {
    return new Targeting(
        flagKey,
        message.hasOn() ? message.getOn() : null,
        message.hasOffVariation() ? message.getOffVariation() : null,
        each(message.getPrerequisitesList(), DefinitionReader::prerequisite),
        each(message.getTargetsList(), DefinitionReader::target),
        each(message.getRulesList(), DefinitionReader::rule),
        message.hasFallthrough() ? serve(message.getFallthrough()) : null);
  }

  private static Prerequisite prerequisite(dev.guidon.proto.definition.v1.Prerequisite message) {
    return new Prerequisite(
        message.hasFlag() ? message.getFlag() : null,
        message.hasVariation() ? message.getVariation() : null);
  }

  private static Target target(dev.guidon.proto.definition.v1.Target message) {
    return new Target(
        message.hasContextKind() ? message.getContextKind() : null,
        message.getValuesList(),
        message.hasVariation() ? message.getVariation() : null);
  }

  private static TargetingRule rule(dev.guidon.proto.definition.v1.TargetingRule message) {
    return new TargetingRule(
        message.hasId() ? message.getId() : null,
        each(message.getClausesList(), DefinitionReader::clause),
        message.hasShare() ? share(message.getShare()) : null,
        message.hasServe() ? serve(message.getServe()) : null);
  }

  private static Clause clause(dev.guidon.proto.definition.v1.Clause message) {
    return new Clause(
        message.hasContextKind() ? message.getContextKind() : null,
        message.hasAttribute() ? message.getAttribute() : null,
        message.hasOperator() ? message.getOperator() : null,
        each(message.getValuesList(), DefinitionReader::valueOrNull),
        message.getNegate(),
        message.getCaseInsensitive(),
        message.hasSemantics() ? message.getSemantics() : null);
  }

  private static Share share(dev.guidon.proto.definition.v1.Share message) {
    return new Share(
        message.hasContextKind() ? message.getContextKind() : null,
        message.getBucketByList(),
        message.hasSalt() ? message.getSalt() : null,
        message.hasAlgorithm() ? message.getAlgorithm() : null,
        message.hasWeight() ? message.getWeight() : null);
  }

  private static @Nullable Serve serve(dev.guidon.proto.definition.v1.Serve message) {
    if (message.hasVariation()) {
      return new FixedVariation(message.getVariation());
    }
    return message.hasRollout() ? rollout(message.getRollout()) : null;
  }

  private static Rollout rollout(dev.guidon.proto.definition.v1.Rollout message) {
    List<BucketRange> ranges = each(message.getAllocationList(), DefinitionReader::range);
    return new Rollout(
        message.hasContextKind() ? message.getContextKind() : null,
        message.getBucketByList(),
        message.hasSalt() ? message.getSalt() : null,
        message.hasAlgorithm() ? message.getAlgorithm() : null,
        ranges.isEmpty() ? null : new Allocation(ranges));
  }

  private static BucketRange range(dev.guidon.proto.definition.v1.BucketRange message) {
    return new BucketRange(
        message.hasVariation() ? message.getVariation() : null,
        message.hasFrom() ? message.getFrom() : null,
        message.hasTo() ? message.getTo() : null);
  }

  static SegmentDefinition segment(String key, Segment message) {
    return new SegmentDefinition(
        key,
        each(message.getIncludedList(), DefinitionReader::member),
        each(message.getExcludedList(), DefinitionReader::member),
        each(message.getRulesList(), DefinitionReader::rule));
  }

  private static SegmentMember member(dev.guidon.proto.definition.v1.SegmentMember message) {
    return new SegmentMember(
        message.hasContextKind() ? message.getContextKind() : null,
        message.hasTargetingKey() ? message.getTargetingKey() : null,
        message.hasUntil() ? valueOrNull(message.getUntil()) : null);
  }

  private static SegmentRule rule(dev.guidon.proto.definition.v1.SegmentRule message) {
    return new SegmentRule(
        message.hasId() ? message.getId() : null,
        each(message.getClausesList(), DefinitionReader::clause),
        message.hasShare() ? share(message.getShare()) : null);
  }

  /// For where a value is there but may be of a kind that this release does not know. It must not read as absent (a
  /// membership would then hold for good); no operator reads JSON's null, so compiling refuses it.
  private static Value valueOrNull(dev.guidon.proto.definition.v1.Value message) {
    Value value = value(message);
    return value == null ? Value.NULL : value;
  }

  /// Null when it, or a value in it, is of a kind that this release does not know.
  private static @Nullable Value value(dev.guidon.proto.definition.v1.Value message) {
    return switch (message.getKindCase()) {
      case NULL_VALUE -> Value.NULL;
      case BOOLEAN_VALUE -> Value.of(message.getBooleanValue());
      case STRING_VALUE -> Value.of(message.getStringValue());
      case NUMBER_VALUE -> Value.of(message.getNumberValue());
      case LIST_VALUE -> list(message.getListValue());
      case OBJECT_VALUE -> object(message.getObjectValue());
      case KIND_NOT_SET -> null;
    };
  }

  private static @Nullable Value list(dev.guidon.proto.definition.v1.ListValue message) {
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

  private static @Nullable Value object(dev.guidon.proto.definition.v1.ObjectValue message) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Field field : message.getFieldsList()) {
      Value value = value(field.getValue());
      if (value == null) {
        return null;
      }
      fields.put(field.getName(), value);
    }
    return Value.of(fields);
  }

  /// A loop and not a stream, because a client that starts does this for each rule of each flag before anything is compiled.
  private static <M, T> List<T> each(List<M> messages, Function<M, T> reader) {
    if (messages.isEmpty()) {
      return List.of();
    }
    List<T> read = new ArrayList<>(messages.size());
    for (M message : messages) {
      read.add(reader.apply(message));
    }
    return read;
  }
}
