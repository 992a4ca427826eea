// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.health;

import io.micronaut.serde.annotation.Serdeable;

/// How a node is.
///
/// @param status `starting`, `ready` or `leaving`
/// @param database `up`, or `down` while it does not answer and the node serves from memory
/// @param ageMillis how long ago the database confirmed that the node has everything
/// @param listening whether the node hears of other nodes' changes at once; else it sees them within a second
@Serdeable
record HealthResponse(String status, String database, long ageMillis, boolean listening) {}
