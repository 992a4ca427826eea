// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What roles and scopes allow, in the words in which people ask for them.
class PermissionTest {

  private static final Place.Project WEB = new Place.Project(id(1), "web");
  private static final Place.Project SHOP = new Place.Project(id(2), "shop");
  private static final Place.Environment WEB_STAGING = environment(WEB, 3, "staging");
  private static final Place.Environment WEB_PRODUCTION = environment(WEB, 4, "production");
  private static final Place.Environment SHOP_PRODUCTION = environment(SHOP, 5, "production");
  private static final Places PLACES =
      new Places(List.of(WEB, SHOP), List.of(WEB_STAGING, WEB_PRODUCTION, SHOP_PRODUCTION));

  private static final FlagTraits KILL_SWITCH = new FlagTraits("payments", Set.of(), "kill-switch");
  private static final FlagTraits RANKING =
      new FlagTraits("order", Set.of("ranking", "ml"), "operational");
  private static final FlagTraits RELEASE = new FlagTraits("checkout", Set.of("ui"), "release");

  @Test
  void mayOnlyToggleKillSwitchesInProduction() {
    Permission permission =
        everywhere(
            Statement.of("targeting:turn").inEnvironments("production").forPurposes("kill-switch"));

    assertThat(permission.allows(Action.TARGETING_TURN, flag(WEB_PRODUCTION, KILL_SWITCH)))
        .isTrue();
    assertThat(allowed(permission, WEB_PRODUCTION, KILL_SWITCH))
        .containsExactly(Action.TARGETING_TURN);
    assertThat(allowed(permission, WEB_PRODUCTION, RELEASE)).isEmpty();
    assertThat(allowed(permission, WEB_STAGING, KILL_SWITCH)).isEmpty();
    assertThat(allowed(permission, WEB, KILL_SWITCH)).isEmpty();
  }

  @Test
  void mayEditJsonValuesAndRolloutWeightsOfFlagsTaggedRankingNothingElse() {
    Permission permission =
        everywhere(Statement.of("flag:edit-values", "targeting:weigh").forTags("ranking"));

    assertThat(allowed(permission, WEB, RANKING)).contains(Action.FLAG_EDIT_VALUES);
    assertThat(allowed(permission, SHOP_PRODUCTION, RANKING)).contains(Action.TARGETING_WEIGH);
    assertThat(allowed(permission, WEB_PRODUCTION, RANKING))
        .containsExactlyInAnyOrder(Action.FLAG_EDIT_VALUES, Action.TARGETING_WEIGH);
    assertThat(allowed(permission, WEB, RELEASE)).isEmpty();
    assertThat(allowed(permission, WEB_PRODUCTION, RELEASE)).isEmpty();
  }

  @Test
  void mayDoEverythingInProjectWebButProductionOnlyThroughOnOff() {
    Permission permission =
        Permission.of(
            Stream.of(
                    Statement.of("*").inEnvironments("*", "!production"),
                    Statement.of("targeting:turn", "*:read"),
                    Statement.of("flag:write"))
                .map(statement -> Allowance.at(WEB, statement).orElseThrow())
                .toList());

    assertThat(allowed(permission, WEB_STAGING, RELEASE))
        .contains(Action.TARGETING_WRITE, Action.TARGETING_WEIGH, Action.SDK_KEY_WRITE);
    assertThat(allowed(permission, WEB, RELEASE)).contains(Action.FLAG_WRITE);
    assertThat(allowed(permission, WEB_PRODUCTION, RELEASE))
        .filteredOn(action -> !action.reads())
        .containsExactlyInAnyOrder(Action.TARGETING_TURN, Action.FLAG_WRITE);
    assertThat(allowed(permission, SHOP, RELEASE)).isEmpty();
    assertThat(allowed(permission, SHOP_PRODUCTION, RELEASE)).isEmpty();
  }

  @Test
  void whatAllEnvironmentsShareIsNotChangedByWhoMayDoAnythingInSome() {
    Permission permission = everywhere(Statement.of("*").inEnvironments("staging"));

    assertThat(allowed(permission, WEB, RELEASE)).isEmpty();
    assertThat(permission.allows(Action.ACCESS_WRITE, Resource.at(Place.INSTALLATION))).isFalse();
  }

  @Test
  void aRoleGrantedOnAProjectDoesNotHoldInAnotherThatTookItsKey() {
    Permission permission =
        Permission.of(List.of(Allowance.at(WEB, Statement.EVERYTHING).orElseThrow()));
    var successor = new Place.Project(id(9), "web");

    assertThat(permission.allows(Action.PROJECT_WRITE, Resource.at(WEB))).isTrue();
    assertThat(permission.allows(Action.PROJECT_WRITE, Resource.at(successor))).isFalse();
    assertThat(permission.sees(successor)).isFalse();
  }

  @Test
  void aRoleGrantedOnAnEnvironmentHoldsThereOnly() {
    Permission permission =
        Permission.of(
            BuiltInRole.WRITER.statements().stream()
                .flatMap(statement -> Allowance.at(WEB_STAGING, statement).stream())
                .toList());

    assertThat(permission.allows(Action.TARGETING_TURN, flag(WEB_STAGING, RELEASE))).isTrue();
    assertThat(permission.allows(Action.TARGETING_TURN, flag(WEB_PRODUCTION, RELEASE))).isFalse();
    assertThat(permission.allows(Action.FLAG_WRITE, flag(WEB, RELEASE))).isFalse();
    assertThat(permission.sees(WEB)).isTrue();
    assertThat(permission.sees(SHOP)).isFalse();
  }

  @Test
  void aScopeTakesAwayAndNeverAdds() {
    Permission writer = everywhere(BuiltInRole.WRITER.statements().getFirst());
    Permission token = writer.within(Statement.of("*").inProjects("web").inEnvironments("staging"));

    assertThat(token.allows(Action.TARGETING_WRITE, flag(WEB_STAGING, RELEASE))).isTrue();
    assertThat(token.allows(Action.TARGETING_WRITE, flag(WEB_PRODUCTION, RELEASE))).isFalse();
    assertThat(token.allows(Action.SDK_KEY_WRITE, Resource.at(WEB_STAGING))).isFalse();
  }

  @Test
  void noRoleEvaluates() {
    assertThat(everywhere(Statement.EVERYTHING).allows(Action.EVALUATE, Resource.at(WEB_STAGING)))
        .isFalse();
  }

  @Test
  void aListIsFilteredByWhereItMayBeRead() {
    Permission permission =
        Permission.of(
            List.of(
                Allowance.at(WEB, Statement.of("*:read").inEnvironments("prod*")).orElseThrow(),
                Allowance.at(SHOP, Statement.of("audit:read")).orElseThrow()));

    assertThat(permission.reach(Action.AUDIT_READ, PLACES))
        .isEqualTo(
            new Reach.Some(Set.of(SHOP.id()), Set.of(WEB_PRODUCTION.id(), SHOP_PRODUCTION.id())));
    assertThat(everywhere(Statement.of("audit:read")).reach(Action.AUDIT_READ, PLACES))
        .isEqualTo(Reach.EVERYWHERE);
  }

  @Test
  void whoHasAProjectMayGiveWhatIsInItAndNoMore() {
    Permission webAdmin =
        Permission.of(List.of(Allowance.at(WEB, Statement.EVERYTHING).orElseThrow()));

    assertThat(webAdmin.covers(Allowance.at(WEB_STAGING, Statement.of("*")).orElseThrow()))
        .isTrue();
    assertThat(webAdmin.covers(Allowance.at(SHOP, Statement.of("flag:read")).orElseThrow()))
        .isFalse();
    assertThat(webAdmin.covers(Allowance.everywhere(Statement.of("flag:read")))).isFalse();
    assertThat(
            webAdmin
                .within(Statement.of("flag:*"))
                .covers(Allowance.at(WEB, Statement.of("segment:read")).orElseThrow()))
        .isFalse();
  }

  private static Permission everywhere(Statement statement) {
    return Permission.of(List.of(Allowance.everywhere(statement)));
  }

  private static Resource flag(Place place, FlagTraits flag) {
    return new Resource(place, flag);
  }

  private static List<Action> allowed(Permission permission, Place place, FlagTraits flag) {
    return Stream.of(Action.values())
        .filter(action -> permission.allows(action, flag(place, flag)))
        .toList();
  }

  private static Place.Environment environment(Place.Project project, int id, String key) {
    return new Place.Environment(project, id(id), key);
  }

  private static UUID id(int number) {
    return new UUID(0, number);
  }
}
