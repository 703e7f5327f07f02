package io.ringcast.sfu.net;

/** Who hands a batch to the kernel. */
interface BatchSender {
  /** Errors that are told apart (errno(3)). */
  int EINTR = 4;
  int EIO = 5;
  int EAGAIN = 11;
  int EINVAL = 22;

  /** Sends the batch's datagrams from this one on: how many went, or the error that met the first, negative. */
  int send(DatagramBatch batch, int from);
}
