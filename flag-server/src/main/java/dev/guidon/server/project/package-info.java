// SPDX-License-Identifier: Apache-2.0
/// Projects, each with its environments.
@NullMarked
package dev.guidon.server.project;

import org.jspecify.annotations.NullMarked;
