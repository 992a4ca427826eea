// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.access.MakesChange;
import dev.guidon.server.access.Principal;
import dev.guidon.server.change.Answers;
import dev.guidon.server.change.Deletion;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.TokenDefinition;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Owner;
import dev.guidon.server.permission.Subject;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.JsonBody;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.token.TokenService.Made;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tokens over REST: one's own, and everybody's for whoever administers access.
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TokenController {

  private static final String OWN = "/me/tokens";

  private final TokenService tokens;
  private final Cursors cursors;

  TokenController(TokenService tokens, Cursors cursors) {
    this.tokens = tokens;
    this.cursors = cursors;
  }

  /// A token of one's own. Its text is in this answer and never shown again.
  @Post(OWN)
  @Status(HttpStatus.CREATED)
  @Allows(Action.TOKEN_OWN)
  @MakesChange
  HttpResponse<TokenResponse> createOwnToken(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = TokenRequest.class))) @Body
          byte[] body) {
    TokenRequest request = JsonBody.read(body, TokenRequest.class);
    if (request.user() != null || request.serviceAccount() != null) {
      var faults = new Faults();
      faults.add("", "own-token", "user or serviceAccount (expected: none, it is your own)");
      faults.refuseIfAny("definition-refused");
    }
    return created(OWN, tokens.create(caller.asks(body), owner(caller), request));
  }

  /// One's own tokens.
  @Get(OWN)
  @Allows(Action.TOKEN_OWN)
  PageDocument<TokenResponse> listOwnTokens(
      @Parameter(hidden = true) Caller caller,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    Search mine = Search.ALL.with("owner", owner(caller).id().toString());
    return PageDocument.of(
        rendered(tokens.list(mine, cursors.paging("own-tokens", cursor, limit))));
  }

  @Get(OWN + "/{selector}")
  @Allows(Action.TOKEN_OWN)
  HttpResponse<TokenResponse> getOwnToken(
      @Parameter(hidden = true) Caller caller, String selector) {
    return Answers.read(
        tokens.getOwn(owner(caller).id(), selector), (token, receipt) -> rendered(token));
  }

  /// Gives a token of one's own another name, or a scope that means less.
  @Put(OWN + "/{selector}")
  @Allows(Action.TOKEN_OWN)
  @MakesChange
  HttpResponse<TokenResponse> narrowOwnToken(
      @Parameter(hidden = true) Caller caller,
      String selector,
      @Header("If-Match") @Nullable String ifMatch,
      @RequestBody(content = @Content(schema = @Schema(implementation = TokenRequest.class))) @Body
          byte[] body) {
    TokenRequest request = JsonBody.read(body, TokenRequest.class);
    return Answers.changed(
        tokens.narrow(
            caller.asks(body),
            owner(caller).id(),
            selector,
            Precondition.required(ifMatch),
            request),
        (token, receipt) ->
            TokenResponse.of(token, tokens.people(), Map.of(), tokens.now(), receipt));
  }

  /// Ends a token of one's own.
  @Delete(OWN + "/{selector}")
  @Allows(Action.TOKEN_OWN)
  @MakesChange
  HttpResponse<Deletion> revokeOwnToken(
      @Parameter(hidden = true) Caller caller,
      String selector,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(
        tokens.revokeOwn(
            caller.asks(), owner(caller).id(), selector, Precondition.optional(ifMatch)));
  }

  /// A token for a user or a service account, which does no more than whoever makes it may.
  @Post("/tokens")
  @Status(HttpStatus.CREATED)
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<TokenResponse> createToken(
      @Parameter(hidden = true) Caller caller,
      @RequestBody(content = @Content(schema = @Schema(implementation = TokenRequest.class))) @Body
          byte[] body) {
    TokenRequest request = JsonBody.read(body, TokenRequest.class);
    Owner owner = tokens.owner(subject(request.user(), request.serviceAccount()));
    return created("/tokens", tokens.create(caller.asks(body), owner, request));
  }

  /// Everybody's tokens, the admin token of the first start before all others.
  ///
  /// @param user whose tokens are wanted
  /// @param serviceAccount whose tokens are wanted
  /// @param creator who made them, by id
  @Get("/tokens")
  @Allows(Action.ACCESS_READ)
  PageDocument<TokenResponse> listTokens(
      @QueryValue @Nullable String user,
      @QueryValue @Nullable String serviceAccount,
      @QueryValue @Nullable String creator,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    Search search = Search.ALL.with("createdBy", creator);
    boolean some = user != null || serviceAccount != null;
    if (some) {
      search = search.with("owner", tokens.owner(subject(user, serviceAccount)).id().toString());
    }
    Page<TokenResponse> page =
        rendered(tokens.list(search, cursors.paging("tokens", cursor, limit)));
    if (cursor != null || some || creator != null) {
      return PageDocument.of(page);
    }
    List<TokenResponse> items = new ArrayList<>(tokens.legacy());
    items.addAll(page.items());
    return PageDocument.of(new Page<>(items, page.next()));
  }

  /// Ends anybody's token.
  @Delete("/tokens/{selector}")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<Deletion> revokeToken(
      @Parameter(hidden = true) Caller caller,
      String selector,
      @Header("If-Match") @Nullable String ifMatch) {
    return Answers.deleted(tokens.revoke(caller.asks(), selector, Precondition.optional(ifMatch)));
  }

  /// Ends the admin token of the first start for good. Whoever asks must have a token of their own, so that somebody is left.
  @Delete("/admin-token")
  @Allows(Action.ACCESS_WRITE)
  @MakesChange
  HttpResponse<Deletion> deleteAdminToken(@Parameter(hidden = true) Caller caller) {
    owner(caller);
    return Answers.deleted(tokens.deleteAdminToken(caller.asks()));
  }

  private static Owner owner(Caller caller) {
    return switch (caller.principal()) {
      case Principal.Holder holder -> holder.owner();
      case Principal.Admin _, Principal.SdkKey _ ->
          throw ProblemException.of(
              403,
              "token-without-owner",
              "this token belongs to nobody (expected: one of a user or a service account)");
    };
  }

  private static Subject subject(@Nullable String user, @Nullable String serviceAccount) {
    if (user != null && serviceAccount == null) {
      return Subject.user(user);
    }
    if (serviceAccount != null && user == null) {
      return Subject.serviceAccount(serviceAccount);
    }
    throw ProblemException.refused(
        "one-owner", "user and serviceAccount (expected: exactly one of them)");
  }

  private HttpResponse<TokenResponse> created(String path, Made made) {
    return Answers.created(
        made.committed(),
        "/api/v1" + path + "/" + made.committed().definition().ref().key(),
        (token, receipt) -> {
          TokenResponse response =
              TokenResponse.of(token, tokens.people(), Map.of(), tokens.now(), receipt);
          // The first answer showed the token; nobody has it any more.
          return made.committed().repeated() ? response : response.withToken(made.token());
        });
  }

  private TokenResponse rendered(Versioned<TokenDefinition> token) {
    return TokenResponse.of(
        token, tokens.people(), tokens.lastUses(List.of(token.ref().key())), tokens.now(), null);
  }

  private Page<TokenResponse> rendered(Page<Versioned<TokenDefinition>> page) {
    Map<String, Instant> uses =
        tokens.lastUses(page.items().stream().map(token -> token.ref().key()).toList());
    return page.map(token -> TokenResponse.of(token, tokens.people(), uses, tokens.now(), null));
  }
}
