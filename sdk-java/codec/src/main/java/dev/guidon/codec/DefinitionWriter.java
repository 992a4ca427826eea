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
import dev.guidon.proto.definition.v1.ListValue;
import dev.guidon.proto.definition.v1.NullValue;
import dev.guidon.proto.definition.v1.ObjectValue;
import dev.guidon.proto.definition.v1.Segment;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Definitions as messages. What is absent stays absent.
final class DefinitionWriter {

  private DefinitionWriter() {}

  static Flag flag(FlagDefinition flag) {
    var message = Flag.newBuilder().setArchived(flag.archived());
    text(flag.type(), message::setType);
    List<Variation> variations = flag.variations();
    if (variations != null) {
      for (Variation variation : variations) {
        message.addVariations(variation(variation));
      }
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Variation variation(Variation variation) {
    var message = dev.guidon.proto.definition.v1.Variation.newBuilder();
    text(variation.key(), message::setKey);
    Value value = variation.value();
    if (value != null) {
      message.setValue(value(value));
    }
    return message.build();
  }

  static dev.guidon.proto.definition.v1.Targeting targeting(Targeting targeting) {
    var message = dev.guidon.proto.definition.v1.Targeting.newBuilder();
    Boolean on = targeting.on();
    if (on != null) {
      message.setOn(on);
    }
    text(targeting.offVariation(), message::setOffVariation);
    for (Prerequisite prerequisite : targeting.prerequisites()) {
      message.addPrerequisites(prerequisite(prerequisite));
    }
    for (Target target : targeting.targets()) {
      message.addTargets(target(target));
    }
    for (TargetingRule rule : targeting.rules()) {
      message.addRules(rule(rule));
    }
    Serve fallthrough = targeting.fallthrough();
    if (fallthrough != null) {
      message.setFallthrough(serve(fallthrough));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Prerequisite prerequisite(
      Prerequisite prerequisite) {
    var message = dev.guidon.proto.definition.v1.Prerequisite.newBuilder();
    text(prerequisite.flag(), message::setFlag);
    text(prerequisite.variation(), message::setVariation);
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Target target(Target target) {
    var message = dev.guidon.proto.definition.v1.Target.newBuilder();
    text(target.contextKind(), message::setContextKind);
    texts(target.values(), message::addValues);
    text(target.variation(), message::setVariation);
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.TargetingRule rule(TargetingRule rule) {
    var message = dev.guidon.proto.definition.v1.TargetingRule.newBuilder();
    text(rule.id(), message::setId);
    for (Clause clause : rule.clauses()) {
      message.addClauses(clause(clause));
    }
    Share share = rule.share();
    if (share != null) {
      message.setShare(share(share));
    }
    Serve serve = rule.serve();
    if (serve != null) {
      message.setServe(serve(serve));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Clause clause(Clause clause) {
    var message =
        dev.guidon.proto.definition.v1.Clause.newBuilder()
            .setNegate(clause.negate())
            .setCaseInsensitive(clause.caseInsensitive());
    text(clause.contextKind(), message::setContextKind);
    text(clause.attribute(), message::setAttribute);
    text(clause.operator(), message::setOperator);
    for (Value value : clause.values()) {
      message.addValues(value(value));
    }
    text(clause.semantics(), message::setSemantics);
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Share share(Share share) {
    var message = dev.guidon.proto.definition.v1.Share.newBuilder();
    text(share.contextKind(), message::setContextKind);
    texts(share.bucketBy(), message::addBucketBy);
    text(share.salt(), message::setSalt);
    text(share.algorithm(), message::setAlgorithm);
    number(share.weight(), message::setWeight);
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Serve serve(Serve serve) {
    var message = dev.guidon.proto.definition.v1.Serve.newBuilder();
    if (serve instanceof FixedVariation fixed) {
      text(fixed.variation(), message::setVariation);
    } else if (serve instanceof Rollout rollout) {
      message.setRollout(rollout(rollout));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Rollout rollout(Rollout rollout) {
    var message = dev.guidon.proto.definition.v1.Rollout.newBuilder();
    text(rollout.contextKind(), message::setContextKind);
    texts(rollout.bucketBy(), message::addBucketBy);
    text(rollout.salt(), message::setSalt);
    text(rollout.algorithm(), message::setAlgorithm);
    Allocation allocation = rollout.allocation();
    if (allocation != null) {
      for (BucketRange range : allocation.ranges()) {
        message.addAllocation(range(range));
      }
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.BucketRange range(BucketRange range) {
    var message = dev.guidon.proto.definition.v1.BucketRange.newBuilder();
    text(range.variation(), message::setVariation);
    number(range.from(), message::setFrom);
    number(range.to(), message::setTo);
    return message.build();
  }

  static Segment segment(SegmentDefinition segment) {
    var message = Segment.newBuilder();
    for (SegmentMember member : segment.included()) {
      message.addIncluded(member(member));
    }
    for (SegmentMember member : segment.excluded()) {
      message.addExcluded(member(member));
    }
    for (SegmentRule rule : segment.rules()) {
      message.addRules(rule(rule));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.SegmentMember member(SegmentMember member) {
    var message = dev.guidon.proto.definition.v1.SegmentMember.newBuilder();
    text(member.contextKind(), message::setContextKind);
    text(member.targetingKey(), message::setTargetingKey);
    Value until = member.until();
    if (until != null) {
      message.setUntil(value(until));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.SegmentRule rule(SegmentRule rule) {
    var message = dev.guidon.proto.definition.v1.SegmentRule.newBuilder();
    text(rule.id(), message::setId);
    for (Clause clause : rule.clauses()) {
      message.addClauses(clause(clause));
    }
    Share share = rule.share();
    if (share != null) {
      message.setShare(share(share));
    }
    return message.build();
  }

  private static dev.guidon.proto.definition.v1.Value value(Value value) {
    var message = dev.guidon.proto.definition.v1.Value.newBuilder();
    if (value instanceof Value.BooleanValue bool) {
      message.setBooleanValue(bool.value());
    } else if (value instanceof Value.StringValue string) {
      message.setStringValue(wellFormed(string.value()));
    } else if (value instanceof Value.NumberValue number) {
      message.setNumberValue(number.value());
    } else if (value instanceof Value.ListValue list) {
      var elements = ListValue.newBuilder();
      for (Value element : list.elements()) {
        elements.addElements(value(element));
      }
      message.setListValue(elements);
    } else if (value instanceof Value.ObjectValue object) {
      var fields = ObjectValue.newBuilder();
      for (Map.Entry<String, Value> field : object.fields().entrySet()) {
        fields.addFields(
            Field.newBuilder()
                .setName(wellFormed(field.getKey()))
                .setValue(value(field.getValue())));
      }
      message.setObjectValue(fields);
    } else if (value instanceof Value.NullValue) {
      message.setNullValue(NullValue.getDefaultInstance());
    } else {
      throw new IllegalArgumentException(
          "value: " + value + " (expected: a JSON value; definitions write instants as text)");
    }
    return message.build();
  }

  private static void text(@Nullable String text, Consumer<String> setter) {
    if (text != null) {
      setter.accept(wellFormed(text));
    }
  }

  private static void texts(List<String> texts, Consumer<String> adder) {
    for (String text : texts) {
      adder.accept(wellFormed(text));
    }
  }

  private static void number(@Nullable Integer number, Consumer<Integer> setter) {
    if (number != null) {
      setter.accept(number);
    }
  }

  /// Protobuf would write `?` for a lone surrogate, and what compiles here would differ from what was authored.
  private static String wellFormed(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(text))) {
      throw new IllegalArgumentException("text: " + text + " (expected: well-formed Unicode)");
    }
    return text;
  }
}
