"""The embedded broker loses nothing when several processes read and write at once."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection, Exchange, Queue

from p2kp_site.foundation.filesystem_broker import (
    Channel,
    Transport,
    prune,
    transport_options,
)

MESSAGES = 1500
STOP = -1
PATIENCE = 60.0  # seconds, many times what is needed
EXCHANGES = 300


def connect(folder: Path) -> Connection:
    return Connection("filesystem://", transport_options=transport_options(folder))


def write(folder: Path) -> None:
    """Writes numbered messages, then tells each of the two readers to stop."""
    with connect(folder) as connection:
        queue = connection.SimpleQueue(folder.name)
        for number in [*range(MESSAGES), STOP, STOP]:
            queue.put({"number": number, "padding": "x" * 2000})


def read(folder: Path) -> list[int]:
    """Reads as fast as it can until it is told to stop."""
    numbers: list[int] = []
    deadline = time.monotonic() + PATIENCE
    with connect(folder) as connection:
        queue = connection.SimpleQueue(folder.name)
        while time.monotonic() < deadline:
            try:
                message = queue.get(block=False)
            except Empty:
                continue
            message.ack()
            if message.payload["number"] == STOP:
                break
            numbers.append(message.payload["number"])
    return numbers


def bind(folder: Path, queue: str, start: float) -> None:
    """Binds one queue to many exchanges, beginning at the same moment as its siblings."""
    with connect(folder) as connection:
        channel = connection.default_channel
        while time.time() < start:
            pass
        for number in range(EXCHANGES):
            Queue(queue, Exchange(f"exchange{number}", type="fanout"))(channel).declare()


@pytest.fixture
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def test_two_readers_and_a_writer_lose_and_double_nothing(
    tmp_path: Path, processes: ProcessPoolExecutor
) -> None:
    readers = [processes.submit(read, tmp_path) for _ in range(2)]
    processes.submit(write, tmp_path).result(PATIENCE)
    numbers = [number for reader in readers for number in reader.result(PATIENCE)]
    assert sorted(numbers) == list(range(MESSAGES))


def test_messages_come_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue(tmp_path.name)
        for number in range(20):
            queue.put(number)
        assert [queue.get(block=False).payload for _ in range(20)] == list(range(20))


def test_bindings_made_by_several_processes_all_hold(
    tmp_path: Path, processes: ProcessPoolExecutor
) -> None:
    start = time.time() + 1
    for done in [processes.submit(bind, tmp_path, f"q{n}", start) for n in range(3)]:
        done.result(PATIENCE)
    with connect(tmp_path) as connection:
        channel = connection.default_channel
        assert isinstance(channel, Channel)
        for number in range(EXCHANGES):
            bindings = channel.get_table(f"exchange{number}")
            assert {entry.queue for entry in bindings} == {"q0", "q1", "q2"}


def test_filesystem_addresses_mean_this_transport(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        assert isinstance(connection.transport, Transport)


def test_a_worker_without_work_looks_up_often_enough_to_be_ended(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        connection.SimpleQueue("idle")
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            connection.drain_events(timeout=2.0)
        assert time.monotonic() - began < 1


def test_prune_deletes_old_processed_messages_and_keeps_waiting_ones(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue(tmp_path.name)
        for number in range(3):
            queue.put(number)
        for _ in range(2):
            queue.get(block=False).ack()
        old, _young = sorted((tmp_path / "processed").iterdir())
        os.utime(old, (0, 0))
        for waiting in (tmp_path / "messages").iterdir():
            os.utime(waiting, (0, 0))
        assert prune(tmp_path, timedelta(hours=1)) == 1
        assert queue.get(block=False).payload == 2


def test_who_listens_while_the_folder_is_wiped_hears_what_is_sent_afterwards(
    tmp_path: Path,
) -> None:
    heard: list[int] = []
    with connect(tmp_path) as listening, connect(tmp_path) as sending:
        queue = Queue("work", Exchange("work"), routing_key="work")
        producer = sending.Producer(exchange=queue.exchange, routing_key="work")
        with listening.Consumer(queue, callbacks=[lambda body, message: heard.append(body)]):
            producer.publish(1, declare=[queue])
            listening.drain_events(timeout=1)
            shutil.rmtree(tmp_path)
            with pytest.raises(TimeoutError):
                listening.drain_events(timeout=0.1)
            shutil.rmtree(tmp_path)
            producer.publish(2)  # declared before the folder was wiped, and not again
            listening.drain_events(timeout=1)
    assert heard == [1, 2]
    assert {path.name for path in tmp_path.iterdir()} == {"messages", "processed", "control"}
