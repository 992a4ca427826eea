// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// An organisation in which something happens to people, roles, grants or tokens at each step: once as the server has it, and once
/// as plain maps of what everybody may do.
///
/// Whoever does it shows a token. What the rules refuse does not happen.
final class RandomLife {

  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
  private static final List<String> ROLES = List.of("r0", "r1");
  private static final List<String> USERS = List.of("u0", "u1", "u2");

  private static final BitSet OWN_TOKENS = ownTokens();

  private record ModelGrant(Subject subject, String role, Place place) {}

  private record ModelToken(String owner, ModelStatement scope, boolean expired) {}

  /// What there is. Copied for each step, so that a step that is refused leaves nothing.
  private record Model(
      Map<String, Boolean> disabledByUser,
      Set<String> group,
      Map<String, List<ModelStatement>> roles,
      Map<String, ModelGrant> grants,
      Map<String, ModelToken> tokens) {

    Model copy() {
      return new Model(
          new TreeMap<>(disabledByUser),
          new HashSet<>(group),
          new HashMap<>(roles),
          new TreeMap<>(grants),
          new TreeMap<>(tokens));
    }

    People people() {
      return new People(
          disabledByUser.entrySet().stream()
              .map(user ->
                  new Owner(
                      new UUID(3, user.getKey().hashCode()),
                      Subject.user(user.getKey()),
                      user.getKey(),
                      user.getValue()))
              .toList(),
          List.of(new Group("g", new HashSet<>(group.stream().map(Subject::user).toList()))),
          statements(),
          grants.values().stream()
              .map(grant -> new RoleGrant(grant.subject, grant.role, grant.place))
              .toList(),
          tokens.entrySet().stream()
              .map(token ->
                  new ApiToken(
                      token.getKey(),
                      Subject.user(token.getValue().owner),
                      token.getValue().scope.statement(),
                      token.getValue().expired ? NOW : null))
              .toList());
    }

    private Map<String, List<Statement>> statements() {
      Map<String, List<Statement>> statements = new HashMap<>();
      roles.forEach((key, role) ->
          statements.put(key, role.stream().map(ModelStatement::statement).toList()));
      return statements;
    }

    BitSet ownerMay(String user) {
      var may = new BitSet(Cells.COUNT);
      if (disabledByUser.getOrDefault(user, true)) {
        return may;
      }
      may.or(OWN_TOKENS);
      for (ModelGrant grant : grants.values()) {
        boolean holds =
            grant.subject.equals(Subject.user(user))
                || (grant.subject.equals(Subject.group("g")) && group.contains(user));
        if (holds) {
          for (ModelStatement statement : roles.getOrDefault(grant.role, List.of())) {
            var there = (BitSet) statement.cells().clone();
            there.and(cellsOf(grant.place));
            may.or(there);
          }
        }
      }
      return may;
    }

    BitSet tokenMay(String selector) {
      ModelToken token = tokens.get(selector);
      if (token == null || token.expired) {
        return new BitSet(Cells.COUNT);
      }
      BitSet may = ownerMay(token.owner);
      may.and(token.scope.cells());
      return may;
    }
  }

  private static BitSet ownTokens() {
    var cells = new BitSet(Cells.COUNT);
    for (int cell = 0; cell < Cells.COUNT; cell++) {
      cells.set(cell, Cells.action(cell) == Action.TOKEN_OWN);
    }
    return cells;
  }

  private static BitSet cellsOf(Place granted) {
    var cells = new BitSet(Cells.COUNT);
    for (int cell = 0; cell < Cells.COUNT; cell++) {
      Place place = Cells.place(cell);
      boolean inside =
          granted.equals(Place.INSTALLATION)
              || granted.equals(place)
              || (place instanceof Place.Environment environment
                  && environment.project().equals(granted));
      cells.set(cell, inside);
    }
    return cells;
  }

  private final RandomGenerator random;
  private Model model;
  private People people;
  private BitSet gained = new BitSet();
  private BitSet actorCouldBefore = new BitSet();
  private boolean refused;
  private int count;

  RandomLife(RandomGenerator random) {
    this.random = random;
    this.model =
        new Model(
            new TreeMap<>(), new HashSet<>(), new HashMap<>(), new TreeMap<>(), new TreeMap<>());
    model.disabledByUser.put("root", false);
    model.roles.put("all", List.of(ModelStatement.everything()));
    model.grants.put("root", new ModelGrant(Subject.user("root"), "all", Place.INSTALLATION));
    model.tokens.put("root", new ModelToken("root", ModelStatement.everything(), false));
    this.people = model.people();
  }

  Set<String> tokens() {
    return model.tokens.keySet();
  }

  BitSet ownerMay(String token) {
    return model.ownerMay(model.tokens.get(token).owner);
  }

  BitSet tokenMay(String token) {
    return model.tokenMay(token);
  }

  boolean isAllowed(String token, int cell) {
    return people
        .permissionOf(token, NOW)
        .map(permission -> permission.allows(Cells.action(cell), Cells.resource(cell)))
        .orElse(false);
  }

  boolean wasRefused() {
    return refused;
  }

  /// What somebody may do after the last step that they might not before it.
  BitSet gained() {
    return (BitSet) gained.clone();
  }

  /// What whoever took the last step might do before it.
  BitSet actorCouldBefore() {
    return actorCouldBefore;
  }

  /// Lets something happen, and says what.
  String step() {
    List<String> actors = List.copyOf(model.tokens.keySet());
    // Mostly root, or soon nobody could do anything.
    String actor = random.nextInt(2) == 0 ? "root" : actors.get(random.nextInt(actors.size()));
    Permission permission = people.permissionOf(actor, NOW).orElse(Permission.NONE);
    Model next = model.copy();
    String what;
    boolean allowed;
    if (random.nextInt(3) == 0) {
      what = changeToken(next, actor);
      allowed = mayHaveToken(permission, next);
    } else {
      what = changePeople(next);
      allowed =
          permission.allows(Action.ACCESS_WRITE, Resource.at(Place.INSTALLATION))
              && people.raisedBeyond(permission, next.people()).isEmpty();
    }
    actorCouldBefore = model.tokenMay(actor);
    gained = new BitSet();
    refused = !allowed;
    if (allowed) {
      gained = gain(model, next);
      model = next;
      people = next.people();
    }
    return actor + " " + what;
  }

  private static BitSet gain(Model before, Model after) {
    var gained = new BitSet();
    for (String user : after.disabledByUser.keySet()) {
      BitSet more = after.ownerMay(user);
      // That everybody may have tokens is nothing that anybody gives.
      more.andNot(OWN_TOKENS);
      more.andNot(before.ownerMay(user));
      gained.or(more);
    }
    for (String token : after.tokens.keySet()) {
      if (!before.tokens.containsKey(token)) {
        gained.or(after.tokenMay(token));
      }
    }
    return gained;
  }

  private boolean mayHaveToken(Permission permission, Model next) {
    People after = next.people();
    for (String selector : next.tokens.keySet()) {
      ModelToken now = next.tokens.get(selector);
      ModelToken before = model.tokens.get(selector);
      if (before == null) {
        Permission effective =
            after.permissionOf(Subject.user(now.owner)).within(now.scope.statement());
        if (!permission.allows(Action.TOKEN_OWN, Resource.at(Place.INSTALLATION))
            || !permission.covers(effective)) {
          return false;
        }
      } else if (!before.scope.statement().covers(now.scope.statement())) {
        return false;
      }
    }
    return true;
  }

  private String changeToken(Model next, String actor) {
    List<String> tokens = List.copyOf(next.tokens.keySet());
    String some = tokens.get(random.nextInt(tokens.size()));
    ModelToken token = next.tokens.get(some);
    int choice = some.equals("root") ? 0 : random.nextInt(5);
    return switch (choice) {
      case 0, 1 -> {
        count++;
        String owner =
            random.nextInt(3) == 0
                ? USERS.get(random.nextInt(USERS.size()))
                : next.tokens.get(actor).owner;
        next.tokens.put(
            "t" + count, new ModelToken(owner, ModelStatement.randomScope(random), false));
        yield "makes token t" + count + " for " + owner;
      }
      case 2 -> {
        next.tokens.put(
            some, new ModelToken(token.owner, ModelStatement.randomScope(random), token.expired));
        yield "edits " + some;
      }
      case 3 -> {
        next.tokens.put(some, new ModelToken(token.owner, token.scope, true));
        yield "waits until " + some + " expires";
      }
      default -> {
        next.tokens.remove(some);
        yield "ends " + some;
      }
    };
  }

  private String changePeople(Model next) {
    String user = USERS.get(random.nextInt(USERS.size()));
    String role = ROLES.get(random.nextInt(ROLES.size()));
    return switch (random.nextInt(8)) {
      case 0 -> {
        next.disabledByUser.put(user, false);
        yield "adds or enables " + user;
      }
      case 1 -> {
        next.disabledByUser.computeIfPresent(user, (same, before) -> true);
        yield "disables " + user;
      }
      case 2 -> {
        next.disabledByUser.remove(user);
        next.group.remove(user);
        next.grants.values().removeIf(grant -> grant.subject.equals(Subject.user(user)));
        next.tokens.values().removeIf(token -> token.owner.equals(user));
        yield "deletes " + user;
      }
      case 3 -> {
        List<ModelStatement> statements = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          statements.add(ModelStatement.random(random));
        }
        next.roles.put(role, statements);
        yield "makes or edits " + role;
      }
      case 4 -> {
        if (!next.group.remove(user)) {
          next.group.add(user);
        }
        yield "puts " + user + " into the group or takes them out";
      }
      case 5 -> {
        List<String> grants =
            next.grants.keySet().stream().filter(key -> !key.equals("root")).toList();
        if (!grants.isEmpty()) {
          next.grants.remove(grants.get(random.nextInt(grants.size())));
        }
        yield "takes a role away";
      }
      default -> {
        count++;
        Subject subject = random.nextInt(3) == 0 ? Subject.group("g") : Subject.user(user);
        Place place = Cells.PLACES.get(random.nextInt(Cells.PLACES.size()));
        next.grants.put("grant" + count, new ModelGrant(subject, role, place));
        yield "grants " + role + " to " + subject + " on " + place;
      }
    };
  }
}
