// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a route that makes a change, and says in the API's document what {@link Caller} takes from its request.
@Documented
@Operation(
    parameters = {
      @Parameter(
          name = "comment",
          in = ParameterIn.QUERY,
          description = "why, for the history; at most 4,000 characters",
          schema = @Schema(type = "string")),
      @Parameter(
          name = "Idempotency-Key",
          in = ParameterIn.HEADER,
          description = "to ask again when no answer came, without asking twice",
          schema = @Schema(type = "string"))
    })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MakesChange {}
