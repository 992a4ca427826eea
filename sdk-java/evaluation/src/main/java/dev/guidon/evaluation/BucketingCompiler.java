// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.ProblemCode.INVALID_ALLOCATION;
import static dev.guidon.evaluation.ProblemCode.INVALID_WEIGHT;
import static dev.guidon.evaluation.ProblemCode.UNKNOWN_ALGORITHM;

import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes the compiled form of rollouts and shares.
final class BucketingCompiler {

  private final Interner interner;

  BucketingCompiler(Interner interner) {
    this.interner = interner;
  }

  /// Null when there are problems.
  @Nullable CompiledShare share(Share share, Place place) {
    BucketBy bucketBy = bucketBy(share.contextKind(), share.bucketBy(), place);
    String salt = salt(share.salt(), place);
    BucketingAlgorithm algorithm = algorithm(share.algorithm(), place);
    Integer weight = weight(share.weight(), place.at("weight"));
    if (bucketBy == null || salt == null || algorithm == null || weight == null) {
      return null;
    }
    // Two ranges: those that pass, and the rest.
    return new CompiledShare(
        bucketBy, algorithm.prepare(salt, new int[] {weight, Allocations.BUCKETS}));
  }

  /// Null when there are problems.
  ///
  /// @param evaluations what is served for a variation key found at a place; null when there is no such variation,
  ///     which it has reported
  @Nullable CompiledRollout rollout(
      Rollout rollout,
      Place place,
      BiFunction<@Nullable String, Place, @Nullable Evaluation> evaluations) {
    BucketBy bucketBy = bucketBy(rollout.contextKind(), rollout.bucketBy(), place);
    String salt = salt(rollout.salt(), place);
    BucketingAlgorithm algorithm = algorithm(rollout.algorithm(), place);
    List<BucketRange> ranges =
        rollout.allocation() == null ? List.of() : rollout.allocation().ranges();
    List<Evaluation> served = served(ranges, place, evaluations);
    int[] ends = ends(ranges, place);
    if (bucketBy == null || salt == null || algorithm == null || served == null || ends == null) {
      return null;
    }
    return new CompiledRollout(
        bucketBy, algorithm.prepare(salt, ends), served.toArray(Evaluation[]::new));
  }

  private @Nullable BucketBy bucketBy(
      @Nullable String contextKind, List<String> names, Place place) {
    String kind = interner.kind(contextKind, place);
    if (names.isEmpty()) {
      return interner.bucketByKeyOf(kind);
    }
    List<AttributeReference> attributes = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      AttributeReference attribute =
          interner.attribute(kind, names.get(i), place.at("bucketBy", i));
      if (attribute != null) {
        attributes.add(attribute);
      }
    }
    return attributes.size() == names.size()
        ? new BucketBy(attributes.toArray(AttributeReference[]::new))
        : null;
  }

  private static @Nullable String salt(@Nullable String salt, Place place) {
    return place.at("salt").required(salt, "text");
  }

  private static @Nullable BucketingAlgorithm algorithm(@Nullable String label, Place place) {
    String checked = place.at("algorithm").required(label, "the name of an algorithm");
    if (checked == null) {
      return null;
    }
    BucketingAlgorithm algorithm = BucketingAlgorithm.labelled(checked);
    if (algorithm == null) {
      place.at("algorithm").report(UNKNOWN_ALGORITHM, checked, "murmur3");
    }
    return algorithm;
  }

  private static @Nullable Integer weight(@Nullable Integer weight, Place place) {
    if (weight == null) {
      place.reportMissing("0 to " + Allocations.BUCKETS);
      return null;
    }
    if (weight < 0 || weight > Allocations.BUCKETS) {
      place.report(INVALID_WEIGHT, weight, "0 to " + Allocations.BUCKETS);
      return null;
    }
    return weight;
  }

  private static @Nullable List<Evaluation> served(
      List<BucketRange> ranges,
      Place place,
      BiFunction<@Nullable String, Place, @Nullable Evaluation> evaluations) {
    List<Evaluation> served = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      Evaluation evaluation =
          evaluations.apply(ranges.get(i).variation(), place.at("allocation", i).at("variation"));
      if (evaluation != null) {
        served.add(evaluation);
      }
    }
    return served.size() == ranges.size() ? served : null;
  }

  /// Where each range ends; null when they do not cover all buckets in order, which is reported once. EVAL-19.2, 19.3
  private static int @Nullable [] ends(List<BucketRange> ranges, Place place) {
    boolean complete = true;
    for (int i = 0; i < ranges.size(); i++) {
      Place here = place.at("allocation", i);
      complete &= isPresent(ranges.get(i).from(), here.at("from"));
      complete &= isPresent(ranges.get(i).to(), here.at("to"));
    }
    if (!complete) {
      return null;
    }
    int[] ends = new int[ranges.size()];
    int edge = 0;
    for (int i = 0; i < ends.length; i++) {
      Integer from = ranges.get(i).from();
      Integer to = ranges.get(i).to();
      if (from == null || to == null || from != edge || to <= from || to > Allocations.BUCKETS) {
        place
            .at("allocation", i)
            .report(
                INVALID_ALLOCATION,
                from + " to " + to,
                "from " + edge + " to more, at most " + Allocations.BUCKETS);
        return null;
      }
      edge = to;
      ends[i] = edge;
    }
    if (edge != Allocations.BUCKETS) {
      place
          .at("allocation")
          .report(INVALID_ALLOCATION, "ranges up to " + edge, "up to " + Allocations.BUCKETS);
      return null;
    }
    return ends;
  }

  private static boolean isPresent(@Nullable Integer bound, Place place) {
    if (bound == null) {
      place.reportMissing("a number of buckets");
    }
    return bound != null;
  }
}
