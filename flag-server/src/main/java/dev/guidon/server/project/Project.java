// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.change.DefinitionType;

/// A product's flags and segments.
public record Project(String name, String description) {

  static final DefinitionType<Project> TYPE = DefinitionType.internal("project", Project.class);
}
