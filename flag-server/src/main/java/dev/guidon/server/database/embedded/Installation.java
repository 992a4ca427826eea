// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which PostgreSQL serves a data directory, and as whom it runs.
record Installation(PostgresBinaries binaries, RunAs runAs) {
  private static final Logger log = LoggerFactory.getLogger(Installation.class);

  static Installation choose(
      EmbeddedOptions options, DataDirectory directory, HostSystem host, PostgresListener listener)
      throws EmbeddedPostgresException {
    RunAs runAs = host.isRoot() ? asAnother(directory, host) : RunAs.ourselves();
    PostgresBinaries binaries =
        PostgresBinaries.choose(
            options.binaries(),
            directory.clusterMajor(),
            host,
            BundledPostgres.forPlatform(host.platform(), listener),
            new BinariesPlace(host, options.unpackTo(), directory.home(), runAs));
    if (!runAs.canEnter(binaries.bin())) {
      runAs = passingEverywhere(runAs, "the programs in " + binaries.bin());
    }
    return new Installation(binaries, runAs);
  }

  private static RunAs asAnother(DataDirectory directory, HostSystem host)
      throws EmbeddedPostgresException {
    RunAs runAs = RunAs.another(account(directory), host);
    if (runAs.canEnter(directory.home())) {
      return runAs;
    }
    RunAs extended = passingEverywhere(runAs, "the data in " + directory.home());
    if (!extended.canEnter(directory.home())) {
      throw new EmbeddedPostgresException(
          "Started by root, PostgreSQL runs as "
              + runAs
              + ", which cannot reach "
              + directory.home()
              + ", not even with the capability dac_read_search. Let others pass through the directories above it"
              + " (chmod o+x), or choose another with guidon.database.embedded.directory.");
    }
    return extended;
  }

  /// Existing data stays with its owner; data that root owns, as after copying a backup, goes to PostgreSQL's user.
  private static Account account(DataDirectory directory) throws EmbeddedPostgresException {
    if (!directory.hasCluster()) {
      return Account.forPostgres();
    }
    Account owner = Account.ownerOf(directory.cluster());
    return owner.isRoot() ? Account.forPostgres() : owner;
  }

  private static RunAs passingEverywhere(RunAs runAs, String what) {
    log.warn(
        "PostgreSQL runs as {}, which cannot reach {}; it gets the capability dac_read_search, with which it could read"
            + " every file. A directory that others may pass through would make that unnecessary",
        runAs,
        what);
    return runAs.passingEverywhere();
  }
}
