// SPDX-License-Identifier: Apache-2.0
/// Takes in how often SDKs served what, and adds it up.
@NullMarked
package dev.guidon.server.usage;

import org.jspecify.annotations.NullMarked;
