// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Some actions on some resources. A role is a list of them, a token's scope is one.
///
/// A statement that does not mean every environment says nothing about what lies outside environments, such as a flag's
/// variations, which every environment shares; one that does not mean every project says nothing about what lies outside
/// projects. One that means some flags only says nothing about what is no flag.
///
/// @param flags keys of flags
/// @param tags of which a flag must have one; empty for any flag
/// @param purposes of which a flag must have one; empty for any flag
public record Statement(
    Set<Action> actions,
    KeyPatterns projects,
    KeyPatterns environments,
    KeyPatterns flags,
    Set<String> tags,
    Set<String> purposes) {

  /// Everything that anybody can be allowed.
  public static final Statement EVERYTHING = of("*");

  public Statement {
    actions = Set.copyOf(actions);
    tags = Set.copyOf(tags);
    purposes = Set.copyOf(purposes);
  }

  /// These actions on everything.
  ///
  /// @param patterns of actions
  public static Statement of(String... patterns) {
    return new Statement(
        actions(List.of(patterns)),
        KeyPatterns.ALL,
        KeyPatterns.ALL,
        KeyPatterns.ALL,
        Set.of(),
        Set.of());
  }

  /// The actions that any of the patterns means.
  public static Set<Action> actions(List<String> patterns) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    patterns.forEach(pattern -> actions.addAll(Action.matching(pattern)));
    return actions;
  }

  public Statement inProjects(String... patterns) {
    return new Statement(
        actions, new KeyPatterns(List.of(patterns)), environments, flags, tags, purposes);
  }

  public Statement inEnvironments(String... patterns) {
    return new Statement(
        actions, projects, new KeyPatterns(List.of(patterns)), flags, tags, purposes);
  }

  public Statement forFlags(String... patterns) {
    return new Statement(
        actions, projects, environments, new KeyPatterns(List.of(patterns)), tags, purposes);
  }

  public Statement forTags(String... anyOf) {
    return new Statement(actions, projects, environments, flags, Set.of(anyOf), purposes);
  }

  public Statement forPurposes(String... anyOf) {
    return new Statement(actions, projects, environments, flags, tags, Set.of(anyOf));
  }

  /// Whether it means some flags and not others.
  public boolean meansSomeFlags() {
    return !flags.isAll() || !tags.isEmpty() || !purposes.isEmpty();
  }

  boolean means(Action action, Resource resource) {
    return reaches(action, resource.place()) && meansFlag(resource);
  }

  /// As {@link #means}, whatever flag it is about.
  boolean reaches(Action action, Place place) {
    return actions.contains(action) && reaches(place);
  }

  private boolean reaches(Place place) {
    return switch (place) {
      case Place.Installation _ -> projects.isAll() && environments.isAll();
      case Place.Project project -> environments.isAll() && projects.matches(project.key());
      case Place.Environment environment ->
          projects.matches(environment.project().key()) && environments.matches(environment.key());
    };
  }

  private boolean meansFlag(Resource resource) {
    if (!meansSomeFlags()) {
      return true;
    }
    FlagTraits flag = resource.flag();
    return flag != null
        && flags.matches(flag.key())
        && (tags.isEmpty() || flag.tags().stream().anyMatch(tags::contains))
        && (purposes.isEmpty() || purposes.contains(flag.purpose()));
  }

  /// Whether it means everything that the other does. Never true when it is not so.
  public boolean covers(Statement other) {
    return actions.containsAll(other.actions) && coversResourcesOf(other);
  }

  /// As {@link #covers}, whatever the actions.
  boolean coversResourcesOf(Statement other) {
    return projects.covers(other.projects)
        && environments.covers(other.environments)
        && flags.covers(other.flags)
        && covers(tags, other.tags)
        && covers(purposes, other.purposes);
  }

  private static boolean covers(Set<String> anyOf, Set<String> otherAnyOf) {
    return anyOf.isEmpty() || (!otherAnyOf.isEmpty() && anyOf.containsAll(otherAnyOf));
  }
}
