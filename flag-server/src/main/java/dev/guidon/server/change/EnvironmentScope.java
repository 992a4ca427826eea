// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.UUID;

/// An environment, in its project, that was there when it was looked up.
public record EnvironmentScope(ProjectScope project, UUID id, String key) {}
