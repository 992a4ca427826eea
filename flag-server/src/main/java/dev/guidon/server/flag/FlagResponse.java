// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.json.JsonRecords;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A flag as it is.
///
/// @param version the ETag without its quotes
/// @param receipt only in the answer to a change
@Serdeable
record FlagResponse(
    String key,
    UUID id,
    @Nullable String type,
    List<VariationResponse> variations,
    String purpose,
    String name,
    String description,
    List<String> tags,
    @Nullable String maintainer,
    boolean temporary,
    boolean clientVisible,
    @Nullable Value valueSchema,
    boolean archived,
    long version,
    @Nullable ReceiptDocument receipt) {

  /// One of the flag's possible values.
  @Serdeable
  record VariationResponse(@Nullable String key, @Nullable Value value, @Nullable String name) {

    static VariationResponse of(FlagVariation variation) {
      return new VariationResponse(variation.key(), variation.value(), variation.name());
    }
  }

  static FlagResponse of(Versioned<Flag> versioned, @Nullable ReceiptDocument receipt) {
    Flag flag = versioned.content();
    List<FlagVariation> variations = flag.variations() == null ? List.of() : flag.variations();
    return new FlagResponse(
        versioned.ref().key(),
        versioned.id(),
        flag.type(),
        variations.stream().map(VariationResponse::of).toList(),
        JsonRecords.label(flag.purpose()),
        flag.name(),
        flag.description(),
        flag.tags(),
        flag.maintainer(),
        flag.temporary(),
        flag.clientVisible(),
        flag.valueSchema(),
        flag.archived(),
        versioned.version(),
        receipt);
  }
}
