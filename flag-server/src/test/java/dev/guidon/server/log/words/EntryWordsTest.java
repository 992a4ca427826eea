// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.audit.Actor;
import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.Change;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Outcome;
import dev.guidon.audit.PayloadPart;
import dev.guidon.audit.Scope;
import dev.guidon.audit.Target;
import dev.guidon.audit.Via;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EntryWordsTest {

  private static final String TEN_PERCENT = rollout(10_000, 90_000);
  private static final String EXCLUDING =
      "{'contextKind':'customer','values':['acme','globex','initech'],'variation':'off'}";

  @ParameterizedTest
  @MethodSource
  void anUpdateIsSaidInWords(String kind, String before, String after, String words) {
    assertThat(words(kind, kind + ".updated", updated(before, after))).isEqualTo("alice " + words);
  }

  static Stream<Arguments> anUpdateIsSaidInWords() {
    return Stream.of(
        argumentSet(
            "what nobody wants to read in a diff",
            "targeting",
            "{'on':true,'offVariation':'off','targets':["
                + EXCLUDING
                + "],'fallthrough':"
                + TEN_PERCENT
                + "}",
            "{'on':true,'offVariation':'off','targets':[],'fallthrough':{'variation':'on'}}",
            "removed 3 excluded customers (acme, globex, initech) from `new-feature` in production"
                + " and raised `on` from 10 % to 100 %"),
        argumentSet(
            "excluding",
            "targeting",
            "{'offVariation':'off','targets':[]}",
            "{'offVariation':'off','targets':[" + EXCLUDING + "]}",
            "excluded 3 customers (acme, globex, initech) from `new-feature` in production"),
        argumentSet(
            "turning on",
            "targeting",
            "{'on':false}",
            "{'on':true}",
            "turned on `new-feature` in production"),
        argumentSet(
            "turning off",
            "targeting",
            "{'on':true}",
            "{'on':false}",
            "turned off `new-feature` in production"),
        argumentSet(
            "a target",
            "targeting",
            "{'targets':[]}",
            "{'targets':[{'values':['ann'],'variation':'beta'}]}",
            "had `new-feature` in production serve `beta` to 1 user (ann)"),
        argumentSet(
            "three weights",
            "targeting",
            "{'fallthrough':" + rollout(20_000, 30_000, 50_000) + "}",
            "{'fallthrough':" + rollout(33_500, 40_000, 26_500) + "}",
            "raised `on` of `new-feature` in production from 20 % to 33.5 %, raised `off` from 30 %"
                + " to 40 % and lowered `other` from 50 % to 26.5 %"),
        argumentSet(
            "a reshuffle",
            "targeting",
            "{'fallthrough':" + TEN_PERCENT + "}",
            "{'fallthrough':" + TEN_PERCENT.replace("'s1'", "'s2'") + "}",
            "reshuffled the rollout of `new-feature` in production"),
        argumentSet(
            "a new rule",
            "targeting",
            "{'rules':[]}",
            "{'rules':[" + rule("r1", "nordics", "SE", "{'variation':'on'}") + "]}",
            "added the rule `nordics` to `new-feature` in production (country in `SE`: `on`)"),
        argumentSet(
            "a rule less",
            "targeting",
            "{'rules':[" + rule("r1", "nordics", "SE", "{'variation':'on'}") + "]}",
            "{'rules':[]}",
            "removed the rule `nordics` from `new-feature` in production"),
        argumentSet(
            "a rule's clauses and weights",
            "targeting",
            "{'rules':[" + rule("r1", "nordics", "SE", TEN_PERCENT) + "]}",
            "{'rules':[" + rule("r1", "nordics", "NO", "{'variation':'on'}") + "]}",
            "changed the rule `nordics` of `new-feature` in production from (country in `SE`) to"
                + " (country in `NO`) and raised `on` from 10 % to 100 % in the rule `nordics`"),
        argumentSet(
            "the order of rules",
            "targeting",
            "{'rules':["
                + rule("r1", "a", "SE", TEN_PERCENT)
                + ","
                + rule("r2", "b", "NO", TEN_PERCENT)
                + "]}",
            "{'rules':["
                + rule("r2", "b", "NO", TEN_PERCENT)
                + ","
                + rule("r1", "a", "SE", TEN_PERCENT)
                + "]}",
            "changed the order of the rules of `new-feature` in production"),
        argumentSet(
            "prerequisites and the off variation",
            "targeting",
            "{'offVariation':'off','prerequisites':[{'flag':'a','variation':'on'}]}",
            "{'offVariation':'no','prerequisites':[{'flag':'b','variation':'on'}]}",
            "removed the prerequisite `a` from `new-feature` in production, made require `on` of `b`"
                + " and changed the off variation from `off` to `no`"),
        argumentSet(
            "a value",
            "flag",
            "{'variations':[{'key':'big','value':{'size':1}}]}",
            "{'variations':[{'key':'big','value':{'size':2}},{'key':'small','value':0}]}",
            "changed the value of `big` of `new-feature` in production from `{\"size\":1}` to"
                + " `{\"size\":2}` and added the variation `small` with the value `0`"),
        argumentSet(
            "an archived flag",
            "flag",
            "{'archived':false}",
            "{'archived':true}",
            "archived `new-feature` in production"),
        argumentSet(
            "names and tags",
            "flag",
            "{'name':'a','tags':['x']}",
            "{'name':'b','tags':['y'],'clientVisible':true}",
            "changed the client visible of `new-feature` in production from `null` to `true`,"
                + " renamed to `b` and tagged with `y` and without `x`"),
        argumentSet(
            "members of a segment",
            "segment",
            "{'included':[{'targetingKey':'ann'}],'excluded':[]}",
            "{'included':[{'targetingKey':'bob'}],'excluded':[{'contextKind':'company','targetingKey':'c1'},{'contextKind':'company','targetingKey':'c2'}]}",
            "removed 1 included user (ann) from the segment `new-feature` in production, included 1"
                + " user (bob) and excluded 2 companies (c1, c2)"),
        argumentSet(
            "more members than anybody reads",
            "segment",
            "{'included':[]}",
            "{'included':" + members(7) + "}",
            "included 7 users (u0, u1, u2, u3, u4 and 2 more) in the segment `new-feature` in"
                + " production"),
        argumentSet(
            "nothing that anybody notices",
            "flag",
            "{'variations':[]}",
            "{'variations':[]}",
            "saved `new-feature` in production"));
  }

  @Test
  void creationsAndDeletionsNameWhatTheyAreOf() {
    var none = JsonValue.parse("{}");

    assertThat(words("flag", "flag.created", new Change.Created(none)))
        .isEqualTo("alice created `new-feature` in production");
    assertThat(words("sdk-key", "sdk-key.revoked", new Change.Deleted(none)))
        .isEqualTo("alice revoked the SDK key `new-feature` in production");
  }

  @Test
  void targetingThatIsWrittenForTheFirstTimeSaysWhatItIs() {
    var first =
        new Change.Created(
            json("{'on':true,'offVariation':'off','fallthrough':{'variation':'on'}}"));

    assertThat(words("targeting", "targeting.turned-on", first))
        .isEqualTo("alice turned on `new-feature` in production and had serve `on`");
  }

  @Test
  void aRestoredVersionSaysSoAndWhatItChanged() {
    assertThat(words("targeting", "targeting.restored", updated("{'on':true}", "{'on':false}")))
        .isEqualTo("alice restored `new-feature` in production and turned off");
  }

  @Test
  void whatWasErasedIsSaidToBe() {
    AuditEntry entry =
        entry("flag", "flag.updated", new Change.None(), "", Set.of(PayloadPart.WHAT));

    assertThat(EntryWords.of(entry, "production"))
        .isEqualTo("user-1 updated `new-feature` in production (what exactly was erased)");
  }

  private static String words(String kind, String action, Change change) {
    return EntryWords.of(entry(kind, action, change, "alice", Set.of()), "production");
  }

  private static AuditEntry entry(
      String kind, String action, Change change, String display, Set<PayloadPart> erased) {
    return new AuditEntry(
        1,
        new UUID(0, 1),
        Instant.EPOCH,
        new AuditEvent(
            Actor.user("user-1", display),
            Origin.within(Via.SESSION),
            new Scope.Installation(),
            action,
            new Target(kind, "new-feature", "id"),
            "",
            change,
            Outcome.SUCCEEDED),
        new JsonValue.JsonArray(List.of()),
        List.of(),
        erased,
        Hash.ofNothing());
  }

  private static Change updated(String before, String after) {
    return new Change.Updated(json(before), json(after));
  }

  private static JsonValue json(String text) {
    return JsonValue.parse(text.replace('\'', '"'));
  }

  private static String rollout(int... weights) {
    var ranges = new StringBuilder();
    int from = 0;
    for (int i = 0; i < weights.length; i++) {
      ranges
          .append(i == 0 ? "" : ",")
          .append("{'variation':'" + List.of("on", "off", "other").get(i) + "'")
          .append(",'from':" + from + ",'to':" + (from + weights[i]) + "}");
      from += weights[i];
    }
    return "{'rollout':{'salt':'s1','allocation':{'ranges':[" + ranges + "]}}}";
  }

  private static String rule(String id, String name, String country, String serve) {
    return "{'id':'"
        + id
        + "','name':'"
        + name
        + "','clauses':[{'attribute':'country','operator':'in','values':['"
        + country
        + "']}],'serve':"
        + serve
        + "}";
  }

  private static String members(int count) {
    return Stream.iterate(0, i -> i < count, i -> i + 1)
        .map(i -> "{'targetingKey':'u" + i + "'}")
        .toList()
        .toString();
  }
}
