/**
 * What the overview asks, one document a group of figures. They are shown as they stand here: an example for whoever builds a
 * dashboard of their own. Every count is asked for together with its `basis`.
 */

/** The figures on top, and the months behind them. */
export const FIGURES = `query OverviewFigures {
  city {
    participants
    participantsBasis { month exactness noise }
    workerCount
    memberCount
    workersCovered { count basis { month exactness noise } }
    membersCovered { count basis { month exactness noise } }
    coverageHistory {
      month
      coverage { total covered eligibleNotCovered atRisk basis { month exactness noise } }
      change { total covered }
    }
    memberHistory {
      month
      total
      covered
      basis { month exactness noise }
      change { total covered }
    }
    funnelHistory {
      month
      funnel { pending basis { month exactness noise } }
      change { pending }
    }
    funnel { pending basis { month exactness noise } }
  }
  doubleFundingCounts { total monthlyCost basis { month exactness noise } }
  doubleFundingHistory { month change { total } counts { basis { month exactness noise } } }
  publishedFigures(codes: ["CITY_COVERAGE"]) {
    code
    title
    titleId
    source
    date
    published { percent }
    computed { percent }
    computedBasis { month exactness noise }
    computedRemark
    computedRemarkId
  }
  programmes { code name budgets { year } }
}`;

/** Districts with their borders and their cover. */
export const AREAS = `query OverviewAreas {
  city {
    districts {
      code
      name
      boundary
      coverage { total covered coverageRate eligibleNotCovered basis { month exactness noise } }
    }
  }
}`;

/** Villages of one district, the lowest rate first. */
export const VILLAGES = `query OverviewVillages($district: ID!) {
  areasByCoverage(level: VILLAGE, filter: { districts: [$district] }, sort: COVERAGE_RATE_LOWEST) {
    village { code name }
    coverage { total covered coverageRate eligibleNotCovered basis { month exactness noise } }
  }
}`;

/** Workers by what they live by and by welfare decile, and what the values are called. */
export const OCCUPATIONS = `query OverviewOccupations {
  city {
    coverage {
      breakdown(by: [OCCUPATION, DECILE_BAND]) {
        occupation
        decileBand
        total
        covered
        eligibleNotCovered
        coverageRate
        basis { month exactness noise }
      }
    }
  }
  occupations: __type(name: "Occupation") { enumValues { name description } }
  bands: __type(name: "DecileBand") { enumValues { name description } }
}`;

/** What a programme's budget of a year holds, and what was paid from it, month by month. */
export const MONEY = `query OverviewMoney($programme: ID!, $year: Int!) {
  programme(code: $programme) {
    code
    name
    reconciliation(year: $year) {
      from
      to
      ceiling
      liability
      billed
      paid
      unpaid
      remaining
      shortfall
      periods { period liability billed paid unpaid paidToDate remaining }
    }
  }
}`;

/** How far verification has come: the whole city, and each agency, the slowest first. */
export const VERIFICATION = `query OverviewVerification {
  city {
    funnel {
      asked
      answered
      pending
      verdicts { verdict count }
      pendingByAge { age count }
      turnaround { medianDays p90Days }
      asOf
      basis { month exactness noise }
    }
  }
  verificationFunnel(sort: TURNAROUND_SLOWEST) {
    agency { code name }
    asked
    answered
    pending
    turnaround { medianDays p90Days }
    oldestPending
    basis { month exactness noise }
  }
  verdicts: __type(name: "Verdict") { enumValues { name description } }
  ages: __type(name: "AgeBand") { enumValues { name description } }
}`;

/** Whether the caller may see verifications one by one: the schema shows each caller their own part. */
export const MAY_VERIFY = `query OverviewMayVerify {
  __type(name: "Verification") { name }
}`;

/** What waits for a verifier, the oldest request first. No name and no number of a person is asked for. */
export const WAITING = `query OverviewWaiting($first: Int = 10) {
  verifications(first: $first, filter: { verdicts: [PENDING] }, sort: REQUESTED_EARLIEST) {
    totalCount
    nodes {
      id
      requestedOn
      agency { code name }
      worker { id occupation village { name district { name } } }
    }
  }
  occupations: __type(name: "Occupation") { enumValues { name description } }
}`;
