// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.RandomDocuments;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPatchTest {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @ParameterizedTest
  @MethodSource
  void aPatchSaysWhatChanged(String before, String after, String patch) {
    assertThat(JsonPatch.between(JsonValue.parse(before), JsonValue.parse(after)))
        .hasToString(patch.replace('\'', '"'));
  }

  static Stream<Arguments> aPatchSaysWhatChanged() {
    return Stream.of(
        argumentSet("nothing", "{\"a\":[1,{}]}", "{\"a\":[1,{}]}", "[]"),
        argumentSet(
            "a member changed",
            "{\"a\":1,\"b\":2}",
            "{\"a\":1,\"b\":3}",
            "[{'op':'replace','path':'/b','value':3}]"),
        argumentSet("a member added", "{}", "{\"a\":1}", "[{'op':'add','path':'/a','value':1}]"),
        argumentSet("a member removed", "{\"a\":1}", "{}", "[{'op':'remove','path':'/a'}]"),
        argumentSet("null is a value", "{\"a\":null}", "{}", "[{'op':'remove','path':'/a'}]"),
        argumentSet("the whole", "1", "[]", "[{'op':'replace','path':'','value':[]}]"),
        argumentSet(
            "names are escaped",
            "{\"a/b~c\":1}",
            "{\"a/b~c\":2}",
            "[{'op':'replace','path':'/a~1b~0c','value':2}]"),
        argumentSet(
            "an element edited",
            "[1,{\"a\":1},3]",
            "[1,{\"a\":2},3]",
            "[{'op':'replace','path':'/1/a','value':2}]"),
        argumentSet(
            "an element inserted first",
            "[1,2]",
            "[0,1,2]",
            "[{'op':'add','path':'/0','value':0}]"),
        argumentSet(
            "elements added last",
            "[1]",
            "[1,2,3]",
            "[{'op':'add','path':'/1','value':2},{'op':'add','path':'/2','value':3}]"),
        argumentSet(
            "elements removed",
            "[1,2,3,4]",
            "[1,4]",
            "[{'op':'remove','path':'/2'},{'op':'remove','path':'/1'}]"),
        argumentSet("equal elements", "[1,1,1]", "[1,1]", "[{'op':'remove','path':'/2'}]"));
  }

  @Test
  void applyingAPatchGivesWhatCameAfter() throws JsonProcessingException {
    long seed = new Random().nextLong();
    var documents = new RandomDocuments(seed);
    for (int i = 0; i < 20_000; i++) {
      JsonValue before = documents.next();
      JsonValue after = documents.next();

      JsonNode patched =
          com.flipkart.zjsonpatch.JsonPatch.apply(
              MAPPER.readTree(JsonPatch.between(before, after).toString()),
              MAPPER.readTree(before.toString()));

      assertThat(patched)
          .as("seed %s, pair %s: %s to %s", seed, i, before, after)
          .isEqualTo(MAPPER.readTree(after.toString()));
    }
  }

  @Test
  void aListOfAHundredThousandOthersIsComparedInOneGo() {
    JsonValue before = members(0);
    JsonValue after = members(1);

    assertThat(JsonPatch.between(before, after).elements()).hasSize(100_000);
  }

  private static JsonValue members(int generation) {
    return JsonValue.parse(
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"user-" + i + "-" + generation + "\"")
            .collect(Collectors.joining(",", "[", "]")));
  }
}
