// SPDX-License-Identifier: Apache-2.0
/// What this node knows of people, roles, tokens and places, kept up with the log.
@NullMarked
package dev.guidon.server.directory;

import org.jspecify.annotations.NullMarked;
