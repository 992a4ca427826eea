// SPDX-License-Identifier: Apache-2.0
/// Who may do what, as a decision over values: actions, roles, scopes, and what they allow.
@NullMarked
package dev.guidon.server.permission;

import org.jspecify.annotations.NullMarked;
