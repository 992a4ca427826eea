// SPDX-License-Identifier: Apache-2.0
/// Tokens of users and service accounts: making, listing and ending them.
@NullMarked
package dev.guidon.server.token;

import org.jspecify.annotations.NullMarked;
