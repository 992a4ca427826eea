// SPDX-License-Identifier: Apache-2.0
/// Names the steps at which tests break the server.
@NullMarked
package dev.guidon.server.failpoint;

import org.jspecify.annotations.NullMarked;
