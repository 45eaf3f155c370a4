"""The table of mutants. Each row has a safeguard of the kiosk, its source text, and an experiment.

The experiment must notice if the source text of the safeguard is replaced. If a developer changes this text in its
file, the row must be changed, too. A test checks each row.
"""

from dataclasses import dataclass

from tests.mutants.experiments import Experiment, kills, power, proof, story, walks


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
        "row-open-until-answer",
        "a row is closed only after the answer",
        "kiosk/backends/sierra/account.py",
        "the row is closed as done before the act is sent",
        """
            row = await self._write_log.begin(act)
""",
        """
            row = await self._write_log.begin(act)
            await self._write_log.end(row, ActEnd.DONE)
""",
        kills("answered"),
        "is done . times in the journal, and never at the server",
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
    Mutant(
        "synced",
        "the journal is synced before the kiosk relies on it",
        "kiosk/store/sqlite_file.py",
        "no sync",
        "f\"synchronous = {'FULL' if self._schema.precious else 'NORMAL'}\"",
        '"synchronous = NORMAL"',
        power(),
        "acts are in the journal|is not as it was",
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
        "fresh-connection",
        "a write goes over a connection of its own, which nobody has closed meanwhile",
        "kiosk/backends/http.py",
        "a write may use an old connection",
        "keep=0 if fresh else 2",
        "keep=2",
        story("tests/backends/test_connections.py"),
        "a_fresh_one_has_its_own",
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
        "commit-runs-alone",
        "no write is sent while a commit runs, also if its answer is late",
        "kiosk/runner/visit_writes.py",
        "the next write does not wait for the commit",
        """
            await self.commit_under_way.ended()
""",
        "\n",
        story("tests/runner/test_still_under_way.py"),
        "nothing_else_is_sent_before_the_commit",
    ),
    Mutant(
        "answers-of-this-visit",
        "an answer for an earlier visit is ignored",
        "kiosk/domain/visit/in_every_state.py",
        "an answer for any visit counts",
        "    return answer.visit != visit_of(state)\n",
        "    return visit_of(state) is None\n",
        story("tests/domain/visit/test_world.py"),
        "an_answer_of_another_visit_changes_nothing",
    ),
    Mutant(
        "answer-of-open-line",
        "a late answer for a line that has its result already is ignored",
        "kiosk/domain/visit/line_answers.py",
        "each answer counts",
        "return serving if line is None or line.state not in _OPEN else _answered(serving, line, event, turn)",
        "return serving if line is None else _answered(serving, line, event, turn)",
        story("tests/domain/visit/test_reading_back.py"),
        "a_late_answer_about_a_line",
    ),
    Mutant(
        "unwanted",
        "a line that the member has removed leaves the cart when its answer comes",
        "kiosk/domain/visit/line_answers.py",
        "the line stays in the cart",
        "    if twin is None and not line.unwanted:\n        return",
        "    if twin is None:\n        line = _wanted(line)\n        return",
        walks("myturn", 1),
        "was removed by the member, and is committed",
    ),
    Mutant(
        "cart-checked-before-commit",
        "the cart is checked for lines of other devices before it is committed",
        "kiosk/backends/myturn/commit.py",
        "the cart is committed with the lines of others",
        "return CartDiffers(now) if surprises(lines, now) else None",
        "return None",
        walks("myturn", 50),
        "although nobody has seen it",
    ),
    Mutant(
        "fob-during-finish",
        "things that are scanned while another member waits do not go to the first member",
        "kiosk/domain/visit/in_commit.py",
        "they go into the basket of the first member",
        """
    if next_member(state.then, state.next_fob) is not None:
        record_tray(turn, state.tray, visit=back.visit, inbox=False)
        return back
""",
        "\n",
        story("tests/domain/visit/test_committing.py"),
        "what_was_scanned_while_somebody_waits_may_be_theirs",
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
        "second-look-screen",
        "the screen calls an act not done only after a second look, 15 s later",
        "kiosk/domain/visit/at_once.py",
        "one look is enough",
        "    if absent and since is not None and turn.now - since >= SAME_PICTURE_S:\n",
        "    if absent:\n",
        proof("answers", first=16),
        "not done",
    ),
    Mutant(
        "new-loan-myturn",
        "a loan that the member had before is not taken for the result of a borrow (myTurn)",
        "kiosk/backends/myturn/readback.py",
        "any loan of the item proves the borrow",
        """
    if not _is_item(line, loan.item) or (before.loans is not None and loan.ident in before.loans):
        return False
    # If a loan has no start date, it counts as new only if the loans before the commit are known.
    return before.loans is not None if loan.since is None else loan.since >= before.finished
""",
        """
    return _is_item(line, loan.item)
""",
        story("tests/backends/test_readback.py"),
        ".",
    ),
    Mutant(
        "new-loan-overdrive",
        "a loan that the member had before is not taken for the result of a borrow (OverDrive)",
        "kiosk/backends/overdrive/proving.py",
        "any loan of the title proves the borrow",
        "        return not any(same_loan(loan.ident, each) for each in before)\n",
        "        return True\n",
        story("tests/backends/overdrive"),
        ".",
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
        "second-delivery-overdrive",
        "a refusal of OverDrive that can answer a second delivery is compared with the loans",
        "kiosk/backends/overdrive/account.py",
        "the refusal is believed",
        "            if judgement is Outcome.REFUSED and can_be_second(received):\n",
        "            if judgement is None:\n",
        proof("answers", "overdrive"),
        "the journal knows of|nobody knows",
    ),
    Mutant(
        "second-delivery-ehub",
        "a return that eHUB refuses, because it knows no such loan, is looked up",
        "kiosk/backends/ehub/account.py",
        "the refusal is believed",
        '            if operation == "give_back" and no.code in GONE:\n',
        '            if operation == "":\n',
        proof("answers", "ehub", first=1),
        "the journal knows of|nobody knows",
    ),
    Mutant(
        "lost-return-overdrive",
        "a lost return of a title is proved by a reading in which its loan is gone",
        "kiosk/backends/overdrive/proving.py",
        "it counts as done while its loan is there",
        """
            if found is not None:
                return NoProof.NOT_THERE
            return Proof(line.ident, direction=line.direction, loan=line.loan) if shelf.whole else None
""",
        """
            return Proof(line.ident, direction=line.direction, loan=line.loan) if shelf.whole or found else None
""",
        proof("answers", "overdrive"),
        "never at the server|done . times, and the server",
    ),
    Mutant(
        "hopeless-at-ehub",
        "a lost borrow at eHUB, which lists no loans, is hopeless and goes to staff",
        "kiosk/backends/ehub/account.py",
        "it counts as not done",
        "\n                hopeless.add(line.ident)\n                continue\n",
        "\n                absent.add(line.ident)\n                continue\n",
        proof("answers", "ehub"),
        "the journal knows of|nobody knows|not done",
    ),
    Mutant(
        "question-with-end",
        "the question to staff is in the write that ends a hopeless act",
        "kiosk/runner/visit_reads.py",
        "the question comes later, from the visit",
        "_question_to_staff(effect) if looks.settled is Settlement.TO_STAFF else None",
        "None",
        kills("ehub, lost, done"),
        "the journal knows of|nobody knows",
    ),
    Mutant(
        "commit-of-returns-once",
        "the journal says before the commit of a fob's returns which commit has them",
        "kiosk/runner/account_returns.py",
        "it says nothing",
        "        await self._saved.committing([self._open[line.ident].ident for line in lines], commit)\n",
        "",
        kills("lost, not done", "fob", first=55),
        "sent twice|still open|nobody knows",
    ),
    Mutant(
        "pass-bound-to-visit",
        "a pass of a fob opens only the returns of its visit",
        "kiosk/store/link_passes.py",
        "it opens those of any visit",
        '    return f"pass of visit {visit}"\n',
        '    return "pass of a visit"\n',
        story("tests/store/test_link_passes.py"),
        "sealed_and_bound_to_its_visit",
    ),
    Mutant(
        "pass-ends-with-returns",
        "a pass is deleted with the last return of its visit",
        "kiosk/store/link_passes.py",
        "it stays on the disk",
        "DELETE FROM passes WHERE visit = ? AND NOT EXISTS",
        "DELETE FROM passes WHERE 0 AND visit = ? AND NOT EXISTS",
        kills("answered", "fob", first=70),
        "pass is still on disk",
    ),
    Mutant(
        "register-hash",
        "the register of eHUB's loans names the member by a keyed hash",
        "kiosk/store/kept_loans.py",
        "it names the member",
        'return self._key.derive("loans:member", member.encode())',
        "return member.encode()",
        story("tests/store/test_kept_loans.py"),
        "a_thief_of_the_file_reads_neither",
    ),
    Mutant(
        "link-with-its-page",
        "an address of a title is dropped with the page of its code",
        "kiosk/domain/visit/digital_loans.py",
        "it is taken for any page",
        """    if code is None or code.number != answer.number or code.progress is not CodeProgress.ASKED:
        return serving
""",
        "    if code is None:\n        return serving\n",
        story("tests/domain/visit/test_digital.py", "tests/domain/visit/test_titles.py"),
        ".",
    ),
)
