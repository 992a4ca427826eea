// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.server.database.DatabaseStartException;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the flag server: its database, its tables, then everything that listens.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Guidon",
            version = "v1",
            description = "What people and programs do with flags; docs/api/rest.md says how."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
public final class FlagServer {
  private static final Logger log = LoggerFactory.getLogger(FlagServer.class);

  private FlagServer() {}

  public static void main(String[] arguments) {
    Micronaut.build(settings(arguments))
        .mainClass(FlagServer.class)
        .banner(false)
        .singletons(System.out)
        .mapError(BeanInstantiationException.class, FlagServer::exitCode)
        .start();
  }

  private static String[] settings(String... arguments) {
    try {
      return StartArguments.asSettings(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      throw e;
    }
  }

  /// What is wrong with the database is for the operator to mend: one line says how, and a stack trace would bury it.
  private static int exitCode(BeanInstantiationException failure) {
    DatabaseStartException.causeOf(failure).ifPresent(FlagServer::exit);
    return 1;
  }

  private static void exit(DatabaseStartException failure) {
    log.error("{}", failure.getMessage());
    System.exit(failure.exitCode());
  }
}
