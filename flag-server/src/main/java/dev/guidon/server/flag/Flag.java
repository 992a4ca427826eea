// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.server.change.DefinitionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A named decision with a type and variations, the same in every environment of its project.
///
/// @param type the name of a flag type; what is missing or unknown is reported when the flag is compiled
/// @param maintainer who to ask
/// @param temporary whether it is meant to go once it has done its work
/// @param clientVisible whether programs that anybody can read may know of it
/// @param valueSchema a JSON Schema that every value keeps to; only of json flags
public record Flag(
    @Nullable String type,
    @Nullable List<FlagVariation> variations,
    Purpose purpose,
    String name,
    String description,
    List<String> tags,
    @Nullable String maintainer,
    boolean temporary,
    boolean clientVisible,
    @Nullable Value valueSchema,
    boolean archived) {

  public static final DefinitionType<Flag> TYPE =
      DefinitionType.delivered(
              "flag",
              Flag.class,
              DefinitionKind.FLAG,
              (key, flag) -> DefinitionCodec.encode(flag.definition(key)))
          .distinguishing(Flag::verbs);

  public Flag {
    variations = variations == null ? null : List.copyOf(variations);
    tags = List.copyOf(tags);
  }

  /// What evaluation reads of it.
  public FlagDefinition definition(String key) {
    List<Variation> evaluated =
        variations == null
            ? null
            : variations.stream()
                .map(variation -> new Variation(variation.key(), variation.value()))
                .toList();
    return new FlagDefinition(key, type, evaluated, archived);
  }

  /// In the flag's order, which is also the order in which growing variations take buckets.
  public List<String> variationKeys() {
    return variations == null
        ? List.of()
        : variations.stream().map(FlagVariation::key).filter(Objects::nonNull).toList();
  }

  private static Set<String> verbs(Flag before, Flag after) {
    return Set.of(after.withValuesOf(before).equals(before) ? "edit-values" : "write");
  }

  private Flag withValuesOf(Flag other) {
    List<FlagVariation> mine = Objects.requireNonNullElse(variations, List.of());
    List<FlagVariation> theirs = Objects.requireNonNullElse(other.variations, List.of());
    if (mine.size() != theirs.size()) {
      return this;
    }
    List<FlagVariation> mixed = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      mixed.add(mine.get(i).withValue(theirs.get(i).value()));
    }
    return new Flag(
        type,
        variations == null ? null : mixed,
        purpose,
        name,
        description,
        tags,
        maintainer,
        temporary,
        clientVisible,
        valueSchema,
        archived);
  }

  Flag withArchived(boolean nowArchived) {
    return new Flag(
        type,
        variations,
        purpose,
        name,
        description,
        tags,
        maintainer,
        temporary,
        clientVisible,
        valueSchema,
        nowArchived);
  }
}
