// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.proto.definition.v1.Flag;
import dev.guidon.proto.definition.v1.Segment;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Definitions to the bytes that are stored, hashed and sent, and back.
///
/// One release makes the same bytes of equal definitions; another release may make others, which is why bytes are
/// made once, at save, and kept. Only what evaluation reads is in them. An absent list and an empty one are the same.
///
/// Reading never fails: bytes that are no such message give a definition that compiling calls malformed, so that the
/// definitions beside it work on.
public final class DefinitionCodec {

  /// Values may lie 64 deep in one another, which is three messages each; protobuf's own limit is 100.
  private static final int RECURSION_LIMIT = 1_000;

  private DefinitionCodec() {}

  /// The bytes of a flag.
  ///
  /// @throws IllegalArgumentException if a text in it is not well-formed Unicode, which no bytes can say
  public static byte[] encode(FlagDefinition flag) {
    return DefinitionWriter.flag(flag).toByteArray();
  }

  /// The bytes of a targeting, as for flags.
  public static byte[] encode(Targeting targeting) {
    return DefinitionWriter.targeting(targeting).toByteArray();
  }

  /// The bytes of a segment, as for flags.
  public static byte[] encode(SegmentDefinition segment) {
    return DefinitionWriter.segment(segment).toByteArray();
  }

  public static FlagDefinition decodeFlag(String key, byte[] bytes) {
    Flag message = parse(Flag.parser(), bytes);
    return message == null
        ? new FlagDefinition(key, null, null, false)
        : DefinitionReader.flag(key, message);
  }

  public static Targeting decodeTargeting(String flagKey, byte[] bytes) {
    var message = parse(dev.guidon.proto.definition.v1.Targeting.parser(), bytes);
    return message == null
        ? new Targeting(flagKey, null, null, List.of(), List.of(), List.of(), null)
        : DefinitionReader.targeting(flagKey, message);
  }

  public static SegmentDefinition decodeSegment(String key, byte[] bytes) {
    Segment message = parse(Segment.parser(), bytes);
    return message == null ? unreadableSegment(key) : DefinitionReader.segment(key, message);
  }

  static FlagDefinition decodeFlag(DefinitionObject object) {
    return decodeFlag(object.key(), object.ownBytes());
  }

  static Targeting decodeTargeting(DefinitionObject object) {
    return decodeTargeting(object.key(), object.ownBytes());
  }

  static SegmentDefinition decodeSegment(DefinitionObject object) {
    return decodeSegment(object.key(), object.ownBytes());
  }

  /// An empty segment would be well formed and hold nobody. One with an empty clause is malformed.
  private static SegmentDefinition unreadableSegment(String key) {
    var nothing = new Clause(null, null, null, List.of(), false, false, null);
    var rule = new SegmentRule(null, List.of(nothing), null);
    return new SegmentDefinition(key, List.of(), List.of(), List.of(rule));
  }

  private static <M extends MessageLite> @Nullable M parse(Parser<M> parser, byte[] bytes) {
    var input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(RECURSION_LIMIT);
    try {
      M message = parser.parseFrom(input);
      input.checkLastTagWas(0);
      return message;
    } catch (IOException e) {
      return null;
    }
  }
}
