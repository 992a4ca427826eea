// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.UUID;

/// Somebody who acts: a user or a service account.
///
/// @param name for display
/// @param disabled whether they may do nothing for now, and their tokens neither
public record Owner(UUID id, Subject subject, String name, boolean disabled) {}
