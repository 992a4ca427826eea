// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.testing.TestFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The code of docs/sdk/testing.md.
class TestingGuideTest {

  private record Shop(GuidonClient flags) {
    String checkoutFor(String customer) {
      boolean newCheckout = flags.isEnabled("checkout-v2", EvaluationContext.of(customer), false);
      return newCheckout ? "new" : "old";
    }
  }

  // region: first-test
  @Test
  void customersGetTheNewCheckoutWhenItIsOn() {
    TestFlags flags = TestFlags.create().set("checkout-v2", true);
    Shop shop = new Shop(flags);

    assertThat(shop.checkoutFor("ann")).isEqualTo("new");

    flags.set("checkout-v2", false);
    assertThat(shop.checkoutFor("ann")).isEqualTo("old");
  }

  // endregion

  @Test
  void valuesOfEachType() {
    // region: types
    TestFlags flags =
        TestFlags.create()
            .set("banner", "Welcome")
            .set("max-items", 20)
            .set("discount", 0.15)
            .set("layout", Value.of(List.of(Value.of("header"), Value.of("cart"))));
    // endregion
    EvaluationContext user = EvaluationContext.of("ann");
    assertThat(flags.getString("banner", user, "")).isEqualTo("Welcome");
    assertThat(flags.getInt("max-items", user, 0)).isEqualTo(20);
    assertThat(flags.getNumber("discount", user, 0)).isEqualTo(0.15);
    assertThat(flags.getJson("layout", user, Value.NULL)).isInstanceOf(Value.ListValue.class);
  }

  @Test
  void wholeDefinitions() {
    // region: rules
    FlagDefinition flag =
        new FlagDefinition(
            "checkout-v2",
            "boolean",
            List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
            false);
    Clause proPlan = new Clause(null, "plan", "in", List.of(Value.of("pro")), false, false, null);
    Targeting targeting =
        new Targeting(
            "checkout-v2",
            true,
            "off",
            List.of(),
            List.of(),
            List.of(new TargetingRule("pro", List.of(proPlan), null, new FixedVariation("on"))),
            new FixedVariation("off"));
    TestFlags flags = TestFlags.create().define(flag, targeting);
    // endregion
    EvaluationContext pro = EvaluationContext.builder("ann").set("plan", "pro").build();
    assertThat(flags.isEnabled("checkout-v2", pro, false)).isTrue();
    assertThat(flags.isEnabled("checkout-v2", EvaluationContext.of("bob"), true)).isFalse();
  }
}
