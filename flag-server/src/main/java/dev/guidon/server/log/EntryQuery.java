// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import org.jspecify.annotations.Nullable;

/// Which entries a request wants: those that meet everything it says.
///
/// @param from the first instant, such as `2026-11-21T09:30:00Z`
/// @param until the instant before which entries end
/// @param actor the id of who did it
/// @param token the selector of the token that they had
/// @param action such as `targeting.updated`
/// @param project the key of the project
/// @param environment the key of an environment of that project
/// @param kind of what was changed, such as `segment`
/// @param key of what was changed
/// @param id of what was changed
/// @param request the id of the request
/// @param first the smallest number
/// @param last the largest number
/// @param q words of the comment, the actor's name or the key
@Introspected
record EntryQuery(
    @QueryValue @Nullable String from,
    @QueryValue @Nullable String until,
    @QueryValue @Nullable String actor,
    @QueryValue @Nullable String token,
    @QueryValue @Nullable String action,
    @QueryValue @Nullable String project,
    @QueryValue @Nullable String environment,
    @QueryValue @Nullable String kind,
    @QueryValue @Nullable String key,
    @QueryValue @Nullable String id,
    @QueryValue @Nullable String request,
    @QueryValue @Nullable Long first,
    @QueryValue @Nullable Long last,
    @QueryValue @Nullable String q) {}
