// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.Change;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.DefinitionType;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.directory.PeopleDirectory;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import jakarta.inject.Singleton;
import java.util.function.Function;

/// What can be done with people and roles, whichever kind they are: what each kind says is made with what is current under the
/// lock.
@Singleton
final class PeopleService {

  private final Changes changes;
  private final Definitions definitions;
  private final PeopleDirectory directory;

  PeopleService(Changes changes, Definitions definitions, PeopleDirectory directory) {
    this.changes = changes;
    this.definitions = definitions;
    this.directory = directory;
  }

  <T extends Record> Committed<T> create(
      Intent intent, DefinitionType<T> type, String key, Function<Change, T> content) {
    return known(
        changes.commit(
            intent,
            type,
            change -> change.create(type.ofInstallation(key), content.apply(change))));
  }

  <T extends Record> Committed<T> replace(
      Intent intent,
      DefinitionType<T> type,
      String key,
      Precondition ifMatch,
      Function<Change, T> content) {
    return known(
        changes.commit(
            intent,
            type,
            change -> {
              Versioned<T> before = change.require(type.ofInstallation(key), ifMatch);
              return change.put(before, content.apply(change));
            }));
  }

  <T extends Record> Committed<T> delete(
      Intent intent, DefinitionType<T> type, String key, Precondition ifMatch) {
    return known(
        changes.commit(
            intent,
            type,
            change -> change.delete(change.require(type.ofInstallation(key), ifMatch), "deleted")));
  }

  <T extends Record> Versioned<T> get(DefinitionType<T> type, String key) {
    return definitions.require(type.ofInstallation(key));
  }

  <T extends Record> Page<Versioned<T>> list(DefinitionType<T> type, Search search, Paging page) {
    return definitions.listOfInstallation(type, search, page);
  }

  /// What is known of people, for their keys.
  KnownPeople people() {
    return directory.current();
  }

  /// This node heeds at once what it changed itself.
  private <T extends Record> Committed<T> known(Committed<T> committed) {
    directory.changed();
    return committed;
  }
}
