// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.quoted;

import dev.guidon.audit.Actor;
import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.Change;
import dev.guidon.audit.PayloadPart;
import dev.guidon.audit.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Says in a sentence what an entry records: who did what to what, where.
///
/// It speaks of what the entry holds and of keys, which never change, so that it says the same whenever it is asked.
public final class EntryWords {

  private EntryWords() {}

  /// "alice removed 3 excluded customers (ann, bob, cy) from `checkout` in production and raised `on` from 10 % to 100 %"
  ///
  /// @param environment the key of the environment; empty if it is about none
  public static String of(AuditEntry entry, String environment) {
    String actor = actor(entry.event().actor());
    List<Phrase> phrases = phrases(entry);
    String object = object(entry.event().target(), environment);
    List<String> said =
        Stream.concat(
                Stream.of(phrases.getFirst().about(object)),
                phrases.stream().skip(1).map(Phrase::more))
            .toList();
    String sentence = actor + " " + Wording.list(said);
    return entry.erased().contains(PayloadPart.WHAT)
        ? sentence + " (what exactly was erased)"
        : sentence;
  }

  private static String actor(Actor actor) {
    if (!actor.display().isEmpty()) {
      return actor.display();
    }
    return actor.kind() == Actor.Kind.SYSTEM ? "the " + actor.id() : actor.id();
  }

  private static String object(Target target, String environment) {
    String name = target.key().isEmpty() ? target.id() : target.key();
    return object(target.kind(), name)
        + (environment.isEmpty() || isEnvironment(target) ? "" : " in " + environment);
  }

  private static boolean isEnvironment(Target target) {
    return target.kind().equals("environment");
  }

  // A flag, of which most speak, is known by its key alone.
  private static String object(String kind, String name) {
    return switch (kind) {
      case "flag", "targeting" -> quoted(name);
      default -> "the " + kind.replace('-', ' ').replace("sdk", "SDK") + " " + quoted(name);
    };
  }

  private static List<Phrase> phrases(AuditEntry entry) {
    AuditEvent event = entry.event();
    List<Phrase> phrases = new ArrayList<>();
    String verb = event.action().substring(event.action().lastIndexOf('.') + 1);
    if (!(event.change() instanceof Change.Updated) || saysMore(verb)) {
      phrases.add(Phrase.of(verb.replace('-', ' '), ""));
    }
    if (event.change() instanceof Change.Updated(var before, var after)) {
      phrases.addAll(updated(event.target().kind(), new Document(before), new Document(after)));
    }
    // Targeting that is written for the first time is a creation of what was there by default.
    if (event.change() instanceof Change.Created(var after)
        && event.target().kind().equals("targeting")) {
      List<Phrase> set = TargetingWords.phrases(Document.NOTHING, new Document(after));
      return set.isEmpty() ? phrases : set;
    }
    return phrases.isEmpty() ? List.of(Phrase.of("saved", "")) : phrases;
  }

  /// Whether an action says more than what it changed.
  private static boolean saysMore(String verb) {
    return verb.equals("restored") || verb.equals("copied") || verb.equals("rotated");
  }

  private static List<Phrase> updated(String kind, Document before, Document after) {
    return switch (kind) {
      case "targeting" -> TargetingWords.phrases(before, after);
      case "flag" -> FlagWords.phrases(before, after);
      case "segment" -> SegmentWords.phrases(before, after);
      default -> Fields.changed(before, after, List.of());
    };
  }
}
