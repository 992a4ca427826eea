// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import io.micronaut.runtime.Micronaut;

/// Starts the flag server: its database, its tables, then everything that listens.
public final class FlagServer {

  private FlagServer() {}

  public static void main(String[] arguments) {
    Micronaut.build(arguments).mainClass(FlagServer.class).banner(false).start();
  }
}
