// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.concurrent.CompletableFuture;

/// A change that somebody asks for, and where they wait for what comes of it.
///
/// @param type of the definition that the change is about
record Asked<T extends Record>(
    Intent intent,
    DefinitionType<T> type,
    ChangeWork<T> work,
    CompletableFuture<Committed<T>> answer) {

  Asked(Intent intent, DefinitionType<T> type, ChangeWork<T> work) {
    this(intent, type, work, new CompletableFuture<>());
  }
}
