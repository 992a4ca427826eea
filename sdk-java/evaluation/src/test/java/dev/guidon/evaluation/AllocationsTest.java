// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.guidon.evaluation.AllocationEdit.Move;
import dev.guidon.evaluation.AllocationEdit.Moved;
import dev.guidon.evaluation.AllocationEdit.TooManyRanges;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllocationsTest {

  private static final int BUCKETS = 100_000;

  @Test
  void variationsGrowFromTheEndOfThoseThatShrink() {
    Allocation before = allocation("A", 5_000, "B", 5_000, "C", 90_000);

    Moved edit = moved(before, weights("A", 10_000, "B", 10_000, "C", 80_000));

    assertThat(edit.allocation())
        .isEqualTo(
            new Allocation(
                List.of(
                    new BucketRange("A", 0, 5_000),
                    new BucketRange("B", 5_000, 10_000),
                    new BucketRange("C", 10_000, 90_000),
                    new BucketRange("A", 90_000, 95_000),
                    new BucketRange("B", 95_000, 100_000))));
    assertThat(edit.moves()).containsExactly(new Move("C", "A", 5_000), new Move("C", "B", 5_000));
    assertThat(edit.movedBuckets()).isEqualTo(10_000);
  }

  @Test
  void sameWeightsMoveNobody() {
    Allocation before =
        moved(allocation("A", 50_000, "B", 50_000), weights("A", 60_000, "B", 40_000)).allocation();

    Moved edit = moved(before, weights("A", 60_000, "B", 40_000));

    assertThat(edit.allocation()).isEqualTo(before);
    assertThat(edit.moves()).isEmpty();
  }

  @Test
  void wayBackMovesTheSameBuckets() {
    Allocation before = allocation("A", 50_000, "B", 50_000);
    Allocation after = moved(before, weights("A", 60_000, "B", 40_000)).allocation();

    Allocation back = moved(after, weights("A", 50_000, "B", 50_000)).allocation();

    assertThat(back).isEqualTo(before);
  }

  @Test
  void variationWithoutWeightHasNoRange() {
    assertThat(allocation("A", 0, "B", 100_000, "C", 0))
        .isEqualTo(new Allocation(List.of(new BucketRange("B", 0, 100_000))));
  }

  @Test
  void variationThatIsNotWeightedAnyMoreGivesUpAll() {
    Allocation before = allocation("A", 30_000, "B", 30_000, "C", 40_000);

    Moved edit = moved(before, weights("A", 60_000, "C", 40_000));

    assertThat(edit.allocation())
        .isEqualTo(
            new Allocation(
                List.of(new BucketRange("A", 0, 60_000), new BucketRange("C", 60_000, 100_000))));
    assertThat(edit.moves()).containsExactly(new Move("B", "A", 30_000));
  }

  /// The guarantee: whatever was edited before, the share that moves is the sum of the gains, as no allocation with these
  /// weights can move less; and the ranges stay few.
  @Test
  void onlyWhatIsGainedMovesInAnySequenceOfEdits() {
    for (int seed = 0; seed < 2_500; seed++) {
      Random random = new Random(seed);
      List<String> variations =
          IntStream.range(0, 1 + random.nextInt(seed % 50 == 0 ? 100 : 8))
              .mapToObj(i -> "v" + i)
              .toList();
      Map<String, Integer> now = randomWeights(variations, random);
      Allocation allocation = Allocations.initial(weights(variations, now));
      for (int edit = 0; edit < 12; edit++) {
        Map<String, Integer> next =
            random.nextBoolean() ? randomWeights(variations, random) : nudged(now, random);

        Moved moved = moved(allocation, weights(variations, next));

        String as = "seed %d, edit %d".formatted(seed, edit);
        int gains = gains(now, next);
        assertThat(moved.movedBuckets()).as(as).isEqualTo(gains);
        assertThat(bucketsThatDiffer(allocation, moved.allocation())).as(as).isEqualTo(gains);
        assertThat(moved.moves()).as(as).allMatch(move -> !move.from().equals(move.to()));
        assertIsOf(moved.allocation(), next, as);
        assertThat(moved.allocation().ranges().size() - allocation.ranges().size())
            .as(as)
            .isLessThanOrEqualTo(Math.max(0, changed(now, next) - 1));
        allocation = moved.allocation();
        now = next;
      }
    }
  }

  @Test
  void weightsMayComeInAnyOrderAsOnlyGainersAreServedInTurn() {
    Allocation before = allocation("A", 20_000, "B", 20_000, "C", 60_000);

    Moved edit = moved(before, weights("B", 30_000, "C", 40_000, "A", 30_000));

    assertThat(edit.moves())
        .containsExactly(new Move("C", "B", 10_000), new Move("C", "A", 10_000));
    assertThat(edit.allocation().ranges())
        .containsExactly(
            new BucketRange("A", 0, 20_000),
            new BucketRange("B", 20_000, 40_000),
            new BucketRange("C", 40_000, 80_000),
            new BucketRange("B", 80_000, 90_000),
            new BucketRange("A", 90_000, 100_000));
  }

  @Test
  void editThatWouldLeaveMoreThanAThousandRangesIsRefused() {
    Allocation most = alternating(1_000);
    Map<String, Integer> weights = weightsOf(most);
    Map<String, Integer> three = new HashMap<>(weights);
    three.merge("a", -30, Integer::sum);
    three.put("c", 30);

    AllocationEdit edit = Allocations.next(most, weights(List.of("a", "b", "c"), three));
    AllocationEdit same = Allocations.next(most, weights(List.of("a", "b"), weights));

    assertThat(edit).isEqualTo(new TooManyRanges(1_001));
    assertThat(same).isEqualTo(new Moved(most, List.of()));
  }

  @Test
  void refusalSaysWhatWasExpected() {
    Allocation any = allocation("A", 100_000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.next(any, weights("A", 50_000, "B", 49_999)))
        .withMessage("weights: 99999 in all (expected: 100000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.initial(weights("A", 100_000, "B", 100_000)))
        .withMessage("weights: 200000 in all (expected: 100000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.initial(weights("A", 50_000, "A", 50_000)))
        .withMessage("weights: A twice (expected: each variation once)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.initial(List.of()))
        .withMessage("weights: 0 in all (expected: 100000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weight("A", -1))
        .withMessage("weight: -1 (expected: 0 to 100000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weight("A", 100_001))
        .withMessage("weight: 100001 (expected: 0 to 100000)");
  }

  @Test
  void sumOfManyWeightsDoesNotOverflow() {
    List<Weight> weights =
        IntStream.range(0, 42_950).mapToObj(i -> new Weight("v" + i, BUCKETS)).toList();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Allocations.initial(weights))
        .withMessage("weights: 4295000000 in all (expected: 100000)");
  }

  private static Moved moved(Allocation present, List<Weight> weights) {
    return (Moved) Allocations.next(present, weights);
  }

  private static Allocation allocation(Object... weights) {
    return Allocations.initial(weights(weights));
  }

  private static List<Weight> weights(Object... variationsAndWeights) {
    List<Weight> weights = new ArrayList<>();
    for (int i = 0; i < variationsAndWeights.length; i += 2) {
      weights.add(
          new Weight((String) variationsAndWeights[i], (Integer) variationsAndWeights[i + 1]));
    }
    return weights;
  }

  private static List<Weight> weights(List<String> variations, Map<String, Integer> weights) {
    return variations.stream()
        .map(variation -> new Weight(variation, weights.getOrDefault(variation, 0)))
        .toList();
  }

  private static Allocation alternating(int ranges) {
    List<BucketRange> alternating = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      alternating.add(
          new BucketRange(
              i % 2 == 0 ? "a" : "b", i * (BUCKETS / ranges), (i + 1) * (BUCKETS / ranges)));
    }
    return new Allocation(alternating);
  }

  /// Any weights, some of them 0, that add up to all buckets.
  private static Map<String, Integer> randomWeights(List<String> variations, Random random) {
    Map<String, Integer> weights = new HashMap<>();
    int left = BUCKETS;
    for (String variation : variations) {
      int weight = random.nextInt(3) == 0 ? 0 : random.nextInt(left + 1);
      weights.put(variation, weight);
      left -= weight;
    }
    weights.merge(variations.get(random.nextInt(variations.size())), left, Integer::sum);
    return weights;
  }

  /// As people do: a little from one to another.
  private static Map<String, Integer> nudged(Map<String, Integer> weights, Random random) {
    Map<String, Integer> nudged = new HashMap<>(weights);
    List<String> variations = weights.keySet().stream().sorted().toList();
    String from = variations.get(random.nextInt(variations.size()));
    String to = variations.get(random.nextInt(variations.size()));
    int moved = Math.min(nudged.get(from), 1 + random.nextInt(1_000));
    nudged.merge(from, -moved, Integer::sum);
    nudged.merge(to, moved, Integer::sum);
    return nudged;
  }

  private static int gains(Map<String, Integer> before, Map<String, Integer> after) {
    return after.keySet().stream()
        .mapToInt(key -> Math.max(0, after.get(key) - before.get(key)))
        .sum();
  }

  private static int changed(Map<String, Integer> before, Map<String, Integer> after) {
    return (int)
        after.keySet().stream().filter(key -> !after.get(key).equals(before.get(key))).count();
  }

  private static int bucketsThatDiffer(Allocation before, Allocation after) {
    int[] edges =
        Stream.concat(before.ranges().stream(), after.ranges().stream())
            .mapToInt(BucketRange::from)
            .sorted()
            .distinct()
            .toArray();
    int differ = 0;
    for (int i = 0; i < edges.length; i++) {
      int to = i + 1 < edges.length ? edges[i + 1] : BUCKETS;
      if (!variationAt(before, edges[i]).equals(variationAt(after, edges[i]))) {
        differ += to - edges[i];
      }
    }
    return differ;
  }

  private static String variationAt(Allocation allocation, int bucket) {
    return allocation.ranges().stream()
        .filter(range -> range.from() <= bucket && bucket < range.to())
        .findFirst()
        .orElseThrow()
        .variation();
  }

  private static void assertIsOf(Allocation allocation, Map<String, Integer> weights, String as) {
    List<BucketRange> ranges = allocation.ranges();
    assertThat(ranges).as(as).isSortedAccordingTo(comparing(BucketRange::from));
    int edge = 0;
    for (int i = 0; i < ranges.size(); i++) {
      assertThat(ranges.get(i).from()).as(as).isEqualTo(edge);
      edge = ranges.get(i).to();
      assertThat(edge).as(as).isGreaterThan(ranges.get(i).from());
      if (i > 0) {
        assertThat(ranges.get(i).variation()).as(as).isNotEqualTo(ranges.get(i - 1).variation());
      }
    }
    assertThat(edge).as(as).isEqualTo(BUCKETS);
    Map<String, Integer> weighted = new HashMap<>(weights);
    weighted.values().removeIf(weight -> weight == 0);
    assertThat(weightsOf(allocation)).as(as).isEqualTo(weighted);
  }

  private static Map<String, Integer> weightsOf(Allocation allocation) {
    Map<String, Integer> weights = new HashMap<>();
    allocation
        .ranges()
        .forEach(
            range -> weights.merge(range.variation(), range.to() - range.from(), Integer::sum));
    return weights;
  }
}
