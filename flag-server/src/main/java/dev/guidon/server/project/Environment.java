// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.change.DefinitionType;

/// One configuration of a project, such as production.
public record Environment(String name, String description) {

  static final DefinitionType<Environment> TYPE =
      DefinitionType.internal("environment", Environment.class);
}
