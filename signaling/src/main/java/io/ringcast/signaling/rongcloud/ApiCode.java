package io.ringcast.signaling.rongcloud;

import org.springframework.http.HttpStatus;

/** The numbers of RongCloud's answers that are given here, each with the HTTP status that comes with it. */
enum ApiCode {
  SERVER_FAILED(1000, HttpStatus.INTERNAL_SERVER_ERROR),
  BAD_PARAMETER(1002, HttpStatus.BAD_REQUEST),
  BAD_SIGNATURE(1004, HttpStatus.UNAUTHORIZED),
  TOO_LONG(1005, HttpStatus.BAD_REQUEST),
  TOO_FREQUENT(1008, HttpStatus.TOO_MANY_REQUESTS),
  TIMED_OUT(1050, HttpStatus.GATEWAY_TIMEOUT),
  NO_SUCH_ROOM(40003, HttpStatus.OK);

  private final int number;
  private final HttpStatus status;

  ApiCode(int number, HttpStatus status) {
    this.number = number;
    this.status = status;
  }

  int number() {
    return number;
  }

  HttpStatus status() {
    return status;
  }
}
