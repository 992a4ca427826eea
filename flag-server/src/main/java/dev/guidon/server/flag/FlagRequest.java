// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A flag as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param type boolean, string, integer, number or json; afterwards it never changes
/// @param variations a boolean flag that is created without gets `on` and `off`
/// @param purpose release if left out
/// @param name for display; the key if left out
/// @param temporary true for a release or an experiment if left out
@ReadOnly({"id", "archived", "version", "receipt"})
record FlagRequest(
    @Nullable String key,
    @Nullable String type,
    @Nullable List<FlagVariation> variations,
    @Nullable Purpose purpose,
    @Nullable String name,
    @Nullable String description,
    List<String> tags,
    @Nullable String maintainer,
    @Nullable Boolean temporary,
    boolean clientVisible,
    @Nullable Value valueSchema) {

  private static final List<FlagVariation> ON_AND_OFF =
      List.of(FlagVariation.of("on", Value.TRUE), FlagVariation.of("off", Value.FALSE));

  static FlagRequest of(String key, Flag flag) {
    return new FlagRequest(
        key,
        flag.type(),
        flag.variations(),
        flag.purpose(),
        flag.name(),
        flag.description(),
        flag.tags(),
        flag.maintainer(),
        flag.temporary(),
        flag.clientVisible(),
        flag.valueSchema());
  }

  /// The key of the flag that is to be created.
  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  /// The flag that is to be created.
  Flag created(String newKey) {
    boolean bare = variations == null && "boolean".equals(type);
    return flag(newKey, bare ? ON_AND_OFF : variations, false);
  }

  /// The flag as it is to be.
  Flag replacing(Flag before, String pathKey) {
    new Faults().requireSameKey(key, pathKey).refuseIfAny("definition-refused");
    return flag(pathKey, variations, before.archived());
  }

  private Flag flag(String flagKey, @Nullable List<FlagVariation> values, boolean archived) {
    Purpose known = purpose == null ? Purpose.RELEASE : purpose;
    return new Flag(
        type,
        values,
        known,
        name == null ? flagKey : name,
        description == null ? "" : description,
        tags,
        maintainer,
        temporary == null ? known.isTemporary() : temporary,
        clientVisible,
        valueSchema instanceof Value.NullValue ? null : valueSchema,
        archived);
  }
}
