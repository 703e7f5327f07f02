package io.ringcast.sfu.dtls;

import io.ringcast.sfu.api.DtlsRole;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.DtlsHandshake;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a peer's records into an order that BouncyCastle can use: a ChangeCipherSpec behind all plaintext messages of its flight, encrypted
 * records behind the ChangeCipherSpec.
 *
 * <p>BouncyCastle takes a ChangeCipherSpec as soon as it has keys and from then on refuses plaintext records, so a CertificateVerify that
 * was lost or reordered could never be repeated; and it refuses a Finished that comes before. What is early waits here. Records are those
 * of RFC 6347 section 4.1, messages of section 4.2.2.
 */
final class CipherChangeGate {
  /** Encrypted records that wait for their ChangeCipherSpec: a Finished and its repetitions. More are dropped, and DTLS repeats them. */
  static final int HELD_MAX = 4;

  private static final int EPOCH_AT = 3;
  private static final int CHANGE_CIPHER_SPEC = 20;

  private static final int MESSAGE_HEADER = 12;
  private static final int MESSAGE_LENGTH_AT = 1;
  private static final int FRAGMENT_OFFSET_AT = 6;
  private static final int FRAGMENT_LENGTH_AT = 9;
  private static final int CERTIFICATE = 11;
  private static final int CERTIFICATE_VERIFY = 15;
  private static final int CLIENT_KEY_EXCHANGE = 16;

  /** Messages that must come before the ChangeCipherSpec, by type, with those of their bytes that came. */
  private final Map<Integer, BitSet> awaited = new HashMap<>();
  private final Queue<byte[]> readable = new ArrayDeque<>();
  private final Queue<byte[]> held = new ArrayDeque<>();
  private byte @Nullable [] earlyChange;
  private boolean changed;
  private int dropped;

  /** @param role ours: a client sends messages before its ChangeCipherSpec, a server sends none */
  CipherChangeGate(DtlsRole role) {
    if (role == DtlsRole.SERVER) {
      awaited.put(CERTIFICATE, new BitSet());
      awaited.put(CLIENT_KEY_EXCHANGE, new BitSet());
      awaited.put(CERTIFICATE_VERIFY, new BitSet());
    }
  }

  /** The next record to read; null when there is none. */
  byte @Nullable [] next() {
    return readable.poll();
  }

  /** Takes the records of a datagram that are whole; tells how many of them had no room to wait. */
  int receive(byte[] datagram) {
    dropped = 0;
    int at = 0;
    int end = SealedRecords.endOf(datagram, at, datagram.length);
    while (end >= 0) {
      onRecord(Arrays.copyOfRange(datagram, at, end));
      at = end;
      end = SealedRecords.endOf(datagram, at, datagram.length);
    }
    return dropped;
  }

  private void onRecord(byte[] record) {
    int type = BigEndian.u8(record, 0);
    boolean encrypted = BigEndian.u16(record, EPOCH_AT) != 0;
    if (encrypted && !changed) {
      if (held.size() < HELD_MAX) {
        held.add(record);
      } else {
        dropped++;
      }
    } else if (encrypted) {
      readable.add(record);
    } else if (type == CHANGE_CIPHER_SPEC) {
      earlyChange = record;
      changeWhenDue();
    } else {
      readable.add(record);
      if (type == SealedRecords.HANDSHAKE) {
        readMessages(record);
        changeWhenDue();
      }
    }
  }

  private void changeWhenDue() {
    if (earlyChange != null && awaited.isEmpty()) {
      readable.add(earlyChange);
      readable.addAll(held);
      held.clear();
      earlyChange = null;
      changed = true;
    }
  }

  private void readMessages(byte[] record) {
    int at = SealedRecords.HEADER_BYTES;
    while (record.length - at >= MESSAGE_HEADER) {
      int fragment = BigEndian.u24(record, at + FRAGMENT_LENGTH_AT);
      if (record.length - at - MESSAGE_HEADER < fragment) {
        return;
      }
      int offset = BigEndian.u24(record, at + FRAGMENT_OFFSET_AT);
      onFragment(BigEndian.u8(record, at), BigEndian.u24(record, at + MESSAGE_LENGTH_AT), offset, offset + fragment);
      at += MESSAGE_HEADER + fragment;
    }
  }

  private void onFragment(int type, int length, int from, int to) {
    BitSet came = awaited.get(type);
    if (came != null && length <= DtlsHandshake.MAX_MESSAGE_BYTES && to <= length) {
      came.set(from, to);
      if (came.nextClearBit(0) >= length) {
        awaited.remove(type);
      }
    }
  }
}
