// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.UUID;

/// A project that was there when it was looked up.
public record ProjectScope(UUID id, String key) {}
