// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.tree.JsonValue.JsonArray;
import dev.guidon.audit.tree.JsonValue.JsonNumber;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class CanonicalEncodingTest {

  @Test
  void whiteSpaceIsLeftOut() {
    assertThat(
            canonical(
                " { \"a\" : [ 1 , true , null , \"x\" ] ,\n\t\"b\" : { } , \"c\" : [ ] }\r\n"))
        .isEqualTo("{\"a\":[1,true,null,\"x\"],\"b\":{},\"c\":[]}");
  }

  @Test
  void membersAreOrderedByUtf16CodeUnits() {
    // U+1F600 is above U+FB33, but its first code unit, D83D, is below.
    assertThat(
            canonical(
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7,\"\":8}"))
        .isEqualTo("{\"\":8,\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
  }

  @Test
  void stringsAreEscapedOnlyWhereTheyMustBe() {
    assertThat(canonical("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\\u007f\\u2028\\u00e9\""))
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028é\"");
  }

  @Test
  void bytesAreUtf8() {
    assertThat(CanonicalEncoding.encode(new JsonString("é😀")))
        .isEqualTo("\"é😀\"".getBytes(UTF_8))
        .hasSize(8);
  }

  @Test
  void numbersStayAsTheyWereWritten() {
    String numbers = "[0,-0,1.0,1E5,12345678901234567890.10,9007199254740993]";

    assertThat(canonical(numbers)).isEqualTo(numbers);
  }

  @Test
  void orderOfMembersInTheSourceMakesNoDifference() {
    assertThat(JsonValue.parse("{\"b\":1,\"a\":2}"))
        .isEqualTo(JsonValue.parse("{\"a\":2,\"b\":1}"));
    assertThat(canonical("{\"b\":1,\"a\":2}")).isEqualTo(canonical("{\"a\":2,\"b\":1}"));
  }

  @Test
  void randomDocumentsAreEncodedAsAnotherImplementationDoes() throws IOException {
    long seed = new Random().nextLong();
    var documents = new RandomDocuments(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = new JsonArray(List.of(documents.next())).toString();

      assertThat(text)
          .as("seed %s, document %s", seed, i)
          .isEqualTo(new JsonCanonicalizer(text).getEncodedString());
    }
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() {
    long seed = new Random().nextLong();
    var documents = new RandomDocuments(seed);
    for (int i = 0; i < 2_000; i++) {
      JsonValue document = documents.next();

      JsonValue readBack = JsonValue.parse(document.toString());

      assertThat(readBack).as("seed %s, document %s", seed, i).isEqualTo(document);
      assertThat(readBack.toString()).isEqualTo(document.toString());
    }
  }

  @Test
  void aDocumentDoesNotChangeWithTheCollectionItWasMadeFrom() {
    List<JsonValue> elements = new ArrayList<>(List.of(new JsonNumber(1)));
    var array = new JsonArray(elements);
    Map<String, JsonValue> members = new HashMap<>(Map.of("a", array));
    var object = new JsonObject(members);

    elements.clear();
    members.clear();

    assertThat(object).hasToString("{\"a\":[1]}");
    assertThat(object.members()).isUnmodifiable();
  }

  @Test
  void aMapOfAnotherOrderIsStillEncodedInTheOneOrder() {
    var descending = new TreeMap<String, JsonValue>(Collections.reverseOrder());
    descending.put("a", new JsonNumber(1));
    descending.put("b", new JsonNumber(2));

    assertThat(new JsonObject(descending)).hasToString("{\"a\":1,\"b\":2}");
  }

  private static String canonical(String json) {
    return CanonicalEncoding.text(JsonValue.parse(json));
  }
}
