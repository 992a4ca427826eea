// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.GrantDefinition;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.permission.Place;
import dev.guidon.server.permission.Subject;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who has which role where. Whoever or whatever is gone is left out.
///
/// @param gone whether one of them is gone, so that the grant means nothing
@Serdeable
record GrantResponse(
    String key,
    UUID id,
    @Nullable String role,
    @Nullable String user,
    @Nullable String serviceAccount,
    @Nullable String group,
    @Nullable String project,
    @Nullable String environment,
    boolean gone,
    long version,
    @Nullable ReceiptDocument receipt) {

  static GrantResponse of(
      Versioned<GrantDefinition> grant, KnownPeople people, @Nullable ReceiptDocument receipt) {
    GrantDefinition content = grant.content();
    Optional<Subject> subject = people.subject(content.subject());
    Optional<String> role = people.roleKey(content.role());
    Optional<Place> place = people.place(content.projectId(), content.environmentId());
    return new GrantResponse(
        grant.ref().key(),
        grant.id(),
        role.orElse(null),
        key(subject, Subject.Kind.USER),
        key(subject, Subject.Kind.SERVICE_ACCOUNT),
        key(subject, Subject.Kind.GROUP),
        place.map(GrantResponse::project).orElse(null),
        place.map(GrantResponse::environment).orElse(null),
        subject.isEmpty() || role.isEmpty() || place.isEmpty(),
        grant.version(),
        receipt);
  }

  private static @Nullable String key(Optional<Subject> subject, Subject.Kind kind) {
    return subject.filter(found -> found.kind() == kind).map(Subject::key).orElse(null);
  }

  private static @Nullable String project(Place place) {
    return switch (place) {
      case Place.Installation _ -> null;
      case Place.Project project -> project.key();
      case Place.Environment environment -> environment.project().key();
    };
  }

  private static @Nullable String environment(Place place) {
    return place instanceof Place.Environment environment ? environment.key() : null;
  }
}
