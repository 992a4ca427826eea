// SPDX-License-Identifier: Apache-2.0
/// What a client may take of the HTTP server before anybody knows who it is: connections and time.
@NullMarked
package dev.guidon.server.platform.http;

import org.jspecify.annotations.NullMarked;
