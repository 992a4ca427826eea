// SPDX-License-Identifier: Apache-2.0
/// What somebody finds who starts Guidon to look at it: a project with a few flags, and what to do next.
@NullMarked
package dev.guidon.server.demo;

import org.jspecify.annotations.NullMarked;
