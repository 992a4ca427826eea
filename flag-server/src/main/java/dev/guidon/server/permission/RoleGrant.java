// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

/// That somebody has a role somewhere.
///
/// @param role the key of the role
public record RoleGrant(Subject subject, String role, Place place) {}
