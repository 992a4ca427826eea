// SPDX-License-Identifier: Apache-2.0
/// What every slice stands on, without a word of the domain: problems, paging, time, identity.
@NullMarked
package dev.guidon.server.platform;

import org.jspecify.annotations.NullMarked;
