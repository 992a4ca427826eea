// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.ProblemCode.DUPLICATE_ID;
import static dev.guidon.evaluation.ProblemCode.DUPLICATE_KEY;
import static dev.guidon.evaluation.ProblemCode.PREREQUISITE_CHAIN;
import static dev.guidon.evaluation.ProblemCode.PREREQUISITE_CYCLE;
import static dev.guidon.evaluation.ProblemCode.PREREQUISITE_VISITS;
import static dev.guidon.evaluation.ProblemCode.SAME_SALT;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_TYPE;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_VARIATION;
import static dev.guidon.evaluation.ProblemCode.VALUE_TYPE;
import static dev.guidon.evaluation.ProblemCode.VARIATION_COUNT;

import dev.guidon.evaluation.DefinitionProblem.Kind;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles one flag with its targeting in an environment.
final class FlagCompiler {

  private static final int MAX_VARIATIONS = 100;
  private static final String OFF = "off";

  /// What a flag can find out about the flags it requires.
  interface Flags {

    @Nullable CompiledFlag flag(String key);

    /// Whether requiring the flag leads back to the one that is being compiled.
    boolean leadsBack(String key);
  }

  private final FlagSource source;
  private final FlagDefinition definition;
  private final @Nullable Targeting targeting;
  private final @Nullable FlagType type;
  private final Flags flags;
  private final Interner interner;
  private final Reach reach = new Reach();
  private final ClauseCompiler clauses;
  private final BucketingCompiler bucketing;
  private final List<DefinitionProblem> problems;
  private final Place flagPlace;
  private final Place targetingPlace;

  /// @param problems where those of the flag and its targeting are added
  FlagCompiler(
      FlagSource source,
      FlagDefinition definition,
      Flags flags,
      ClauseCompiler.Segments segments,
      Interner interner,
      List<DefinitionProblem> problems) {
    this.source = source;
    this.definition = definition;
    this.targeting = source.targeting();
    this.type = FlagType.labelled(definition.type());
    this.flags = flags;
    this.interner = interner;
    this.clauses = new ClauseCompiler(segments, interner, reach);
    this.bucketing = new BucketingCompiler(interner);
    this.problems = problems;
    this.flagPlace = Place.whole(Kind.FLAG, definition.key(), problems);
    this.targetingPlace = Place.whole(Kind.TARGETING, definition.key(), problems);
  }

  CompiledFlag compile() {
    int problemsBefore = problems.size();
    checkDefinition();
    Links links = Links.NONE;
    CompiledFlag whenOn = null;
    if (targeting != null) {
      targetingPlace.at("flag").checked(targeting.flagKey());
      CompiledPrerequisite[] prerequisites = prerequisites(targeting);
      CompiledTarget[] targets = targets(targeting);
      CompiledRule[] rules = rules(targeting);
      CompiledRule fallthrough = fallthrough(targeting);
      checkSwitch(targeting);
      links = links(targeting);
      if (problems.size() == problemsBefore && type != null && fallthrough != null) {
        whenOn = whenOn(links, type, prerequisites, targets, rules, fallthrough);
      }
    }
    if (definition.archived()) {
      return CompiledFlag.settled(
          source, links, false, type, Evaluation.error(ErrorKind.FLAG_NOT_FOUND));
    }
    Boolean on = targeting == null ? Boolean.FALSE : targeting.on();
    if (on != null && !on) {
      // Before everything that may be broken: a kill switch works. EVAL-5.5
      return CompiledFlag.settled(source, links, false, type, whenOff());
    }
    return whenOn != null
        ? whenOn
        : CompiledFlag.settled(
            source, links, false, type, Evaluation.error(ErrorKind.MALFORMED_FLAG));
  }

  private CompiledFlag whenOn(
      Links links,
      FlagType type,
      CompiledPrerequisite[] prerequisites,
      CompiledTarget[] targets,
      CompiledRule[] rules,
      CompiledRule fallthrough) {
    Evaluation always = fallthrough.always();
    return always != null && prerequisites.length == 0 && targets.length == 0 && rules.length == 0
        ? CompiledFlag.settled(source, links, true, type, always)
        : CompiledFlag.decided(source, links, type, prerequisites, targets, rules, fallthrough);
  }

  /// The off variation, if there is exactly one and its value fits; nothing else is looked at. EVAL-5.3 to 5.6
  private Evaluation whenOff() {
    String key = offVariation();
    if (key == null) {
      return Evaluations.OFF;
    }
    List<Variation> named =
        variations().stream().filter(variation -> key.equals(variation.key())).toList();
    Value value = named.size() == 1 ? named.get(0).value() : null;
    return value != null && type != null && ValueTypes.fits(type, value)
        ? new Evaluation(ValueTypes.served(type, value), key, Evaluations.OFF.reason())
        : Evaluation.error(ErrorKind.MALFORMED_FLAG);
  }

  /// A boolean flag that the environment has no targeting for has an off variation, where it has one named so. EVAL-1.17
  private @Nullable String offVariation() {
    if (targeting != null) {
      return targeting.offVariation();
    }
    return type == FlagType.BOOLEAN
            && variations().stream().anyMatch(variation -> OFF.equals(variation.key()))
        ? OFF
        : null;
  }

  // The flag.

  private List<Variation> variations() {
    List<Variation> variations = definition.variations();
    return variations == null ? List.of() : variations;
  }

  private void checkDefinition() {
    flagPlace.at("key").checked(definition.key());
    String label = flagPlace.at("type").required(definition.type(), "the name of a type");
    if (label != null && type == null) {
      flagPlace.at("type").report(UNKNOWN_TYPE, label, "boolean, string, integer, number or json");
    }
    List<Variation> variations = variations();
    if (variations.isEmpty() || variations.size() > MAX_VARIATIONS) {
      flagPlace
          .at("variations")
          .report(VARIATION_COUNT, variations.size() + " of them", "1 to " + MAX_VARIATIONS);
    }
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < variations.size(); i++) {
      Place place = flagPlace.at("variations", i);
      String key = place.at("key").required(variations.get(i).key(), "text");
      if (key != null && !keys.add(key)) {
        place.at("key").report(DUPLICATE_KEY, key, "a key that no other variation of the flag has");
      }
      checkValue(variations.get(i).value(), place.at("value"));
    }
  }

  private void checkValue(@Nullable Value value, Place place) {
    if (value == null || value instanceof NullValue) {
      place.reportMissing(type == null ? "a value" : ValueTypes.description(type));
      return;
    }
    if (place.isWellFormed(value) && type != null && !ValueTypes.fits(type, value)) {
      place.report(VALUE_TYPE, value, ValueTypes.description(type));
    }
  }

  // The targeting.

  private void checkSwitch(Targeting targeting) {
    if (targeting.on() == null) {
      targetingPlace.at("on").reportMissing("true or false");
    }
    if (targeting.offVariation() != null) {
      variation(targeting.offVariation(), targetingPlace.at("offVariation"));
    }
  }

  private CompiledPrerequisite[] prerequisites(Targeting targeting) {
    List<CompiledPrerequisite> compiled = new ArrayList<>();
    for (int i = 0; i < targeting.prerequisites().size(); i++) {
      Prerequisite prerequisite = targeting.prerequisites().get(i);
      Place place = targetingPlace.at("prerequisites", i);
      String key = place.at("flag").required(prerequisite.flag(), "the key of a flag");
      String required =
          place.at("variation").required(prerequisite.variation(), "the key of a variation");
      if (key != null && flags.leadsBack(key)) {
        place.report(PREREQUISITE_CYCLE, key, "a flag that does not require this one");
      } else if (key != null && required != null) {
        compiled.add(
            new CompiledPrerequisite(
                knownFlag(key),
                required,
                served(offVariation(), new Reason.PrerequisiteFailed(key))));
      }
    }
    return compiled.toArray(CompiledPrerequisite[]::new);
  }

  private @Nullable CompiledFlag knownFlag(String key) {
    CompiledFlag flag = flags.flag(key);
    return flag != null && flag.known ? flag : null;
  }

  private CompiledTarget[] targets(Targeting targeting) {
    List<CompiledTarget> compiled = new ArrayList<>();
    Map<String, Evaluation> evaluations = new HashMap<>();
    for (int i = 0; i < targeting.targets().size(); i++) {
      Target target = targeting.targets().get(i);
      Place place = targetingPlace.at("targets", i);
      String kind = interner.kind(target.contextKind(), place);
      for (int j = 0; j < target.values().size(); j++) {
        place.at("values", j).checked(target.values().get(j));
      }
      Variation variation = variation(target.variation(), place.at("variation"));
      if (variation != null && variation.key() != null) {
        compiled.add(
            new CompiledTarget(
                interner.targetingKeyOf(kind),
                TextSet.exactly(target.values()),
                evaluations.computeIfAbsent(
                    variation.key(), key -> served(key, Evaluations.TARGET_MATCH))));
      }
    }
    return compiled.toArray(CompiledTarget[]::new);
  }

  private CompiledRule[] rules(Targeting targeting) {
    List<TargetingRule> rules = targeting.rules();
    CompiledRule[] compiled = new CompiledRule[rules.size()];
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < compiled.length; i++) {
      Place place = targetingPlace.at("rules", i);
      String id = place.at("id").required(rules.get(i).id(), "text");
      if (id != null && !ids.add(id)) {
        place.at("id").report(DUPLICATE_ID, id, "an id that no other rule of the flag has");
      }
      compiled[i] = rule(rules.get(i), interner.text(id == null ? "" : id), place);
    }
    return compiled;
  }

  private CompiledRule rule(TargetingRule rule, String id, Place place) {
    ClauseMatcher[] matchers = clauses.compile(rule.clauses(), place);
    Share share = rule.share();
    CompiledShare compiledShare = share == null ? null : bucketing.share(share, place.at("share"));
    Serve serve = rule.serve();
    if (serve == null) {
      place.at("serve").reportMissing("a variation or a rollout");
      return new CompiledRule(matchers, compiledShare, null, null);
    }
    if (share != null
        && share.salt() != null
        && serve instanceof Rollout rollout
        && share.salt().equals(rollout.salt())) {
      place
          .at("serve")
          .at("rollout")
          .at("salt")
          .report(SAME_SALT, share.salt(), "another salt than that of the rule's share");
    }
    Reason reason = new Reason.RuleMatch(id, serve instanceof Rollout);
    return serving(serve, place.at("serve"), matchers, compiledShare, reason);
  }

  private @Nullable CompiledRule fallthrough(Targeting targeting) {
    Serve serve = targeting.fallthrough();
    if (serve == null) {
      targetingPlace.at("fallthrough").reportMissing("a variation or a rollout");
      return null;
    }
    boolean conditional =
        !targeting.prerequisites().isEmpty()
            || !targeting.targets().isEmpty()
            || !targeting.rules().isEmpty();
    return serving(
        serve,
        targetingPlace.at("fallthrough"),
        CompiledRule.ALWAYS,
        null,
        Evaluations.fallthrough(serve instanceof Rollout, conditional));
  }

  private CompiledRule serving(
      Serve serve,
      Place place,
      ClauseMatcher[] matchers,
      @Nullable CompiledShare share,
      Reason reason) {
    if (serve instanceof Rollout rollout) {
      Map<String, Evaluation> evaluations = new HashMap<>();
      CompiledRollout compiled =
          bucketing.rollout(
              rollout,
              place.at("rollout"),
              (key, where) ->
                  variation(key, where) == null || key == null
                      ? null
                      : evaluations.computeIfAbsent(key, any -> served(any, reason)));
      return new CompiledRule(matchers, share, null, compiled);
    }
    String key = ((FixedVariation) serve).variation();
    boolean known = variation(key, place.at("variation")) != null;
    return new CompiledRule(matchers, share, known ? served(key, reason) : null, null);
  }

  /// Null when the flag has no such variation, which is reported.
  private @Nullable Variation variation(@Nullable String key, Place place) {
    String checked = place.required(key, "the key of a variation");
    if (checked == null) {
      return null;
    }
    for (Variation variation : variations()) {
      if (checked.equals(variation.key())) {
        return variation;
      }
    }
    place.report(UNKNOWN_VARIATION, checked, "the key of one of the flag's variations");
    return null;
  }

  /// What is served of the flag's variation with this key; the caller's default where there is none.
  private Evaluation served(@Nullable String key, Reason reason) {
    for (Variation variation : variations()) {
      if (variation.key() != null && variation.key().equals(key) && variation.value() != null) {
        Value value = type == null ? variation.value() : ValueTypes.served(type, variation.value());
        return new Evaluation(value, interner.text(variation.key()), reason);
      }
    }
    return new Evaluation(null, null, reason);
  }

  // The flags it requires.

  private Links links(Targeting targeting) {
    boolean cyclic = false;
    int chain = 0;
    int visits = 1;
    for (Prerequisite prerequisite : targeting.prerequisites()) {
      String key = prerequisite.flag();
      if (key == null) {
        continue;
      }
      if (flags.leadsBack(key)) {
        cyclic = true;
        continue;
      }
      CompiledFlag flag = knownFlag(key);
      if (flag != null && !flag.links.cyclic()) {
        reach.flag(flag);
        chain = Math.max(chain, flag.links.chain());
        visits = Math.min(visits + flag.links.visits(), Links.MAX_VISITS + 1);
      }
    }
    chain++;
    if (chain > Links.MAX_CHAIN) {
      targetingPlace
          .at("prerequisites")
          .report(
              PREREQUISITE_CHAIN, "a chain of " + chain + " flags", "at most " + Links.MAX_CHAIN);
    }
    if (visits > Links.MAX_VISITS) {
      targetingPlace
          .at("prerequisites")
          .report(
              PREREQUISITE_VISITS,
              "more than " + Links.MAX_VISITS + " flags to look at",
              "at most " + Links.MAX_VISITS + ", each counted as often as it is reached");
    }
    Timetable timetable = reach.timetable();
    return !cyclic && chain == 1 && visits == 1 && timetable == null
        ? Links.NONE
        : new Links(cyclic, chain, visits, timetable);
  }
}
