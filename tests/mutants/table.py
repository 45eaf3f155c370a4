"""The table of mutants. Each row has a safeguard of the kiosk, its source text, and an experiment.

The experiment must notice if the source text of the safeguard is replaced. If a developer changes this text in its
file, the row must be changed, too. A test checks each row.
"""

from dataclasses import dataclass

from tests.mutants.experiments import Experiment, proof, walks


@dataclass(frozen=True, slots=True)
class Mutant:
    """One safeguard and its removal.

    `text` is in `file` exactly once, and `instead` replaces it. `removed` describes the replacement in words. `by` is
    the experiment. It has noticed the mutant if it breaks a law whose text matches the regular expression `law`.
    """

    name: str
    safeguard: str
    file: str
    removed: str
    text: str
    instead: str
    by: Experiment
    law: str


MUTANTS = (
    Mutant(
        "row-of-commit",
        "a commit has a row in the journal before it is sent",
        "kiosk/backends/myturn/writes.py",
        "the row is written after the answer",
        """
        row = await self._write_log.begin(act)
        call = self._session.call(order.operation, order.ids, fields=order.fields, verb=order.verb, fresh=order.fresh)
        received = await self._session.wire.exchange(call)
""",
        """
        call = self._session.call(order.operation, order.ids, fields=order.fields, verb=order.verb, fresh=order.fresh)
        received = await self._session.wire.exchange(call)
        row = await self._write_log.begin(act)
""",
        walks("myturn", 1),
        "have a row",
    ),
    Mutant(
        "row-of-act",
        "an act has a row in the journal before it is sent",
        "kiosk/backends/sierra/account.py",
        "the row is written after the answer",
        """
            row = await self._write_log.begin(act)
            try:
                received = await self._service.send(call)
""",
        """
            try:
                received = await self._service.send(call)
                row = await self._write_log.begin(act)
""",
        walks("sierra", 1),
        "have a row",
    ),
    Mutant(
        "nothing-without-journal",
        "if the journal cannot write, nothing is sent",
        "kiosk/store/journal.py",
        "a row that cannot be written now is written later",
        """
        return await self._database.write(lambda connection: self._begin(connection, act, now))
""",
        """
        await self._database.write_or_postpone(lambda connection: self._begin(connection, act, now))
        return ActId(1)
""",
        walks("sierra", 50),
        "have a row|was sent for|the journal knows",
    ),
    Mutant(
        "read-back",
        "a commit is read back before a line is called done",
        "kiosk/domain/visit/in_commit.py",
        "the answer to the commit is believed",
        """
        case CommitDone():
            read_first(state, turn)
            return ReadingBack(state)
""",
        """
        case CommitDone():
            read_first(state, turn)
            believed = tuple(replace(line, state=LineState.DONE) for line in state.lines)
            return ReadingBack(replace(state, lines=believed))
""",
        walks("myturn", 1),
        "no read has proven it",
    ),
    Mutant(
        "second-look-journal",
        "the journal calls an act not done only after a second look, 15 s later",
        "kiosk/runner/settling.py",
        "one look is enough",
        "stood=is_old or at - since >= APART_S",
        "stood=True",
        proof("answers", first=16),
        "the journal knows of",
    ),
    Mutant(
        "no-retry-of-writes",
        "a write without an answer is never sent again by itself",
        "kiosk/backends/http.py",
        "a request without an answer is sent once more",
        """
        received, _ = await self._exchange(call)
        return received
""",
        """
        received, _ = await self._exchange(call)
        if isinstance(received, NoAnswer):
            received, _ = await self._exchange(call)
        return received
""",
        walks("sierra", 1),
        "has come .* times|have a row",
    ),
    Mutant(
        "unknown-is-unknown",
        "a write that was sent and got no answer is in doubt",
        "kiosk/domain/outcome.py",
        "it counts as not sent",
        """
        case NoAnswer():
            return Outcome.UNKNOWN
""",
        """
        case NoAnswer():
            return Outcome.NOT_SENT
""",
        walks("sierra", 21),
        "has come .* times|the journal knows|was sent",
    ),
    Mutant(
        "odd-success-is-unknown",
        "an answer 200 with an odd body is in doubt",
        "kiosk/domain/outcome.py",
        "it counts as done",
        "return Outcome.DONE if body is BodyKind.RIGHT else Outcome.UNKNOWN",
        "return Outcome.DONE",
        proof("answers", first=1),
        ".",
    ),
    Mutant(
        "one-write-at-a-time",
        "the writes of a visit go one after the other",
        "kiosk/runner/visit_writes.py",
        "a line does not wait for the earlier lines",
        """
                case AddLine():
                    await self._add(job.line)
""",
        """
                case AddLine():
                    self._spawn(self._add(job.line))
""",
        walks("sierra", 1),
        "two writes under way",
    ),
    Mutant(
        "one-write-at-a-time-digital",
        "the writes to one digital system go one after the other",
        "kiosk/runner/visit_writes.py",
        "a title does not wait for the earlier titles",
        """
            if before is not None:
                await asyncio.wait({before})
""",
        "\n",
        walks("sierra+overdrive", 1),
        "two writes under way",
    ),
    Mutant(
        "second-delivery",
        "a refusal that can answer a second delivery is compared with the loans",
        "kiosk/backends/sierra/account.py",
        "the refusal is believed",
        "            if can_be_second(received, call):\n",
        "            if False:\n",
        proof("answers", first=1),
        "the journal knows of|nobody knows",
    ),
    Mutant(
        "numbers-never-again",
        "the numbers of commits go on after a restart",
        "kiosk/store/journal.py",
        "each start begins with the same numbers",
        "    seed = max(by_clock, found[0] + _IDS_PER_RUN if found else 1)\n",
        "    seed = found[0] if found else 1\n",
        walks("sierra", 9),
        "was sent . times",
    ),
)
