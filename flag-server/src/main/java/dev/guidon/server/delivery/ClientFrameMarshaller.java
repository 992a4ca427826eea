// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.proto.sync.v1.FetchRequest;
import dev.guidon.proto.sync.v1.WatchRequest;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads and checks the frames of SDKs, never more than 64 KiB of one.
abstract class ClientFrameMarshaller implements Marshaller<ClientFrame> {

  static final Marshaller<ClientFrame> WATCH =
      new ClientFrameMarshaller() {
        @Override
        ClientFrame read(CodedInputStream input) throws IOException {
          return frame(WatchRequest.parseFrom(input));
        }
      };

  static final Marshaller<ClientFrame> FETCH =
      new ClientFrameMarshaller() {
        @Override
        ClientFrame read(CodedInputStream input) throws IOException {
          return subscribe(FetchRequest.parseFrom(input).getSubscribe());
        }
      };

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_TEXT = 256;
  private static final int EPOCH_BYTES = 16;

  abstract ClientFrame read(CodedInputStream input) throws IOException;

  @Override
  public final ClientFrame parse(InputStream stream) {
    CodedInputStream input = CodedInputStream.newInstance(stream);
    input.setSizeLimit(MAX_BYTES);
    try {
      return read(input);
    } catch (InvalidFrame e) {
      return new ClientFrame.Unreadable(e.problem);
    } catch (InvalidProtocolBufferException e) {
      return new ClientFrame.Unreadable(
          "frame: not readable (expected: a message of at most " + MAX_BYTES + " bytes)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final InputStream stream(ClientFrame frame) {
    throw new UnsupportedOperationException("a server does not send what it reads");
  }

  private static ClientFrame frame(WatchRequest request) throws InvalidFrame {
    return switch (request.getFrameCase()) {
      case SUBSCRIBE -> subscribe(request.getSubscribe());
      case ACK ->
          new ClientFrame.Ack(
              revision(request.getAck().getRevision()), digest(request.getAck().getDigest()));
      case NACK ->
          new ClientFrame.Nack(
              revision(request.getNack().getRevision()),
              request.getNack().getCode().name(),
              text("message", request.getNack().getMessage()));
      case PING -> new ClientFrame.Ping();
      case FRAME_NOT_SET ->
          throw new InvalidFrame("frame: none (expected: subscribe, ack, nack or ping)");
    };
  }

  private static ClientFrame subscribe(dev.guidon.proto.sync.v1.Subscribe subscribe)
      throws InvalidFrame {
    if (subscribe.getSchema() < 1) {
      throw new InvalidFrame("schema: " + subscribe.getSchema() + " (expected: 1 or more)");
    }
    UUID epoch = epoch(subscribe.getEpoch());
    Held held =
        epoch == null
            ? Held.NOTHING
            : new Held(epoch, revision(subscribe.getRevision()), digest(subscribe.getDigest()));
    return new ClientFrame.Subscribe(
        new Subscription(
            held, text("sdk", subscribe.getSdk()), text("instance", subscribe.getInstance())));
  }

  private static @Nullable UUID epoch(ByteString bytes) throws InvalidFrame {
    if (bytes.isEmpty()) {
      return null;
    }
    if (bytes.size() != EPOCH_BYTES) {
      throw new InvalidFrame(
          "epoch: %d bytes (expected: %d, or none)".formatted(bytes.size(), EPOCH_BYTES));
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static long revision(long revision) throws InvalidFrame {
    if (revision < 0) {
      throw new InvalidFrame(
          "revision: %s (expected: at most %d)"
              .formatted(Long.toUnsignedString(revision), Long.MAX_VALUE));
    }
    return revision;
  }

  private static EnvironmentDigest digest(ByteString bytes) throws InvalidFrame {
    if (bytes.size() != EnvironmentDigest.SIZE) {
      throw new InvalidFrame(
          "digest: %d bytes (expected: %d)".formatted(bytes.size(), EnvironmentDigest.SIZE));
    }
    return EnvironmentDigest.of(bytes.toByteArray());
  }

  private static String text(String name, String text) throws InvalidFrame {
    if (text.length() > MAX_TEXT) {
      throw new InvalidFrame(
          "%s: %d characters (expected: at most %d)".formatted(name, text.length(), MAX_TEXT));
    }
    // It is written to the log, where a line break would begin a line of the client's own.
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static final class InvalidFrame extends IOException {
    private static final long serialVersionUID = 1L;
    private final String problem;

    InvalidFrame(String problem) {
      super(problem);
      this.problem = problem;
    }
  }
}
