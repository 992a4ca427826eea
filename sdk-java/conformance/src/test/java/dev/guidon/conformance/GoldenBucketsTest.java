// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

/// The buckets written in the cases are those of somebody else's MurmurHash3, so that no engine is its own witness.
class GoldenBucketsTest {

  private static final List<String> WITH_TEXT =
      List.of("EVAL-18.1", "EVAL-18.5", "EVAL-18.6", "EVAL-18.11");

  @Test
  void goldenBucketsAreThoseOfTheFormula() {
    List<ConformanceCase> golden =
        ConformanceCases.read().evaluations().stream()
            .filter(each -> WITH_TEXT.contains(each.requirement()))
            .filter(each -> !each.expected().isError())
            .toList();

    assertThat(golden).hasSizeGreaterThan(40);
    for (ConformanceCase each : golden) {
      JsonNode rollout = each.environmentJson().at("/targetings/0/fallthrough/rollout");
      String attribute = rollout.at("/bucketBy/0").asText("targetingKey");
      String value = each.contextJson().get(attribute).textValue();

      assertThat(bucketOf(rollout.get("salt").textValue(), value))
          .as(each.toString())
          .isEqualTo(hitIn(rollout));
    }
  }

  private static long bucketOf(String salt, String value) {
    byte[] bytes = (salt + "." + value).getBytes(UTF_8);
    int hash = MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
    return (Integer.toUnsignedLong(hash) * 100_000) >>> 32;
  }

  private static long hitIn(JsonNode rollout) {
    for (JsonNode range : rollout.get("allocation")) {
      if (range.get("variation").textValue().equals("hit")) {
        return range.get("from").intValue();
      }
    }
    throw new AssertionError(rollout + " (expected: a range for hit)");
  }
}
