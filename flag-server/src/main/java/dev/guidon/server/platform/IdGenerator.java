// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.UUID;

/// Makes the ids of what the server creates: UUIDv7, so that they sort by time.
@FunctionalInterface
public interface IdGenerator {

  UUID next();
}
