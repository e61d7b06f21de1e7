"""Who became a partner and how: scores against the points given, places against who was taken on, papers."""

from orders.reports.books.check import Check

CHECKS = (
    Check(
        "recruitment: score of each applicant = mean of the points given",
        ("score",),
        "SELECT id::text AS key, score FROM partners_application WHERE score IS NOT NULL",
        """
        SELECT sheet.application_id::text AS key, round(avg(score.points), 2) AS score
        FROM partners_score score
        JOIN partners_scoresheet sheet ON sheet.id = score.sheet_id
        JOIN partners_application application ON application.id = sheet.application_id
        WHERE EXISTS (
            SELECT FROM partners_applicationchange change
            WHERE change.application_id = application.id AND change.after = 'scored'
        )
        GROUP BY sheet.application_id
        """,
    ),
    Check(
        "recruitment: state of each application = the last step of its log",
        ("state",),
        "SELECT id::text AS key, array_position(ARRAY['received', 'shortlisted', 'invited', 'scored',"
        " 'accepted', 'refused', 'withdrawn'], status::text) AS state FROM partners_application",
        """
        SELECT DISTINCT ON (application_id) application_id::text AS key, array_position(
            ARRAY['received', 'shortlisted', 'invited', 'scored', 'accepted', 'refused', 'withdrawn'],
            after::text
        ) AS state
        FROM partners_applicationchange ORDER BY application_id, id DESC
        """,
    ),
    Check(
        "recruitment: filled vacancies = applications that two people accepted",
        ("taken",),
        "SELECT id::text AS key, 1 AS taken FROM partners_vacancy WHERE status = 'filled'",
        """
        SELECT vacancy_id::text AS key, count(*) AS taken
        FROM partners_application application
        WHERE status = 'accepted' AND EXISTS (
            SELECT FROM partners_hiringdecision decision
            WHERE decision.application_id = application.id AND decision.verdict = 'accept'
            AND decision.confirmed_by_id <> decision.proposed_by_id
        )
        GROUP BY vacancy_id
        """,
    ),
    Check(
        "training: certificates = passed places, of the same person and score",
        ("partner", "course", "score"),
        """
        SELECT enrolment_id::text AS key, partner_id AS partner, course_id AS course, score
        FROM partners_certificate
        """,
        """
        SELECT place.id::text AS key, place.partner_id AS partner, session.course_id AS course, place.score
        FROM partners_enrolment place
        JOIN partners_trainingsession session ON session.id = place.session_id
        WHERE place.status = 'passed'
        """,
    ),
)
