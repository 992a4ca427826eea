// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.GroupDefinition;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.permission.Subject;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A group as it is. Members that are gone are left out.
@Serdeable
record GroupResponse(
    String key,
    UUID id,
    String name,
    List<String> users,
    List<String> serviceAccounts,
    long version,
    @Nullable ReceiptDocument receipt) {

  static GroupResponse of(
      Versioned<GroupDefinition> group, KnownPeople people, @Nullable ReceiptDocument receipt) {
    List<Subject> members =
        group.content().members().stream().flatMap(id -> people.subject(id).stream()).toList();
    return new GroupResponse(
        group.ref().key(),
        group.id(),
        group.content().name(),
        keys(members, Subject.Kind.USER),
        keys(members, Subject.Kind.SERVICE_ACCOUNT),
        group.version(),
        receipt);
  }

  private static List<String> keys(List<Subject> members, Subject.Kind kind) {
    return members.stream()
        .filter(member -> member.kind() == kind)
        .map(Subject::key)
        .sorted()
        .toList();
  }
}
