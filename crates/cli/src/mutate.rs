//! `rules mutate`.

use std::num::NonZeroUsize;

use countersign_house::percent;
use countersign_report::rules_mutated;
use countersign_source::Files;

use crate::Exit;
use crate::arguments::MutateOptions;
use crate::coverage::{enough, nothing_meant};
use crate::disk::Disk;
use crate::output::Output;
use crate::progress::Progress;
use crate::rules::{which, with_house};
use crate::test::{filter, nothing_tested, unmet};

/// Changes the rules, and lists what no test notices.
pub(crate) fn run(options: &MutateOptions, output: &mut Output) -> Exit {
    with_house(&options.paths, output, |house, output| {
        let jobs = options.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        let progress = Progress::new("changes");
        let meant = filter(options.filter.as_deref());
        let found = house.mutate(&Disk, which(&options.paths), &meant, jobs, &|done, all| progress.show(done, all));
        progress.clear();
        let mutation = match found {
            Ok(mutation) => mutation,
            Err((files, tests)) => {
                output.diagnostics(&files, &[unmet(&tests, "the rules are not changed")]);
                return Exit::Broken;
            }
        };
        if mutation.tests == 0 {
            output.diagnostics(&Files::new(), &[nothing_tested(None)]);
            return Exit::Broken;
        }
        output.text(&rules_mutated(options.format, output.style(), &mutation));
        let (noticed, made) = mutation.counts();
        if made == 0 {
            output.diagnostics(&Files::new(), &[nothing_meant(options.filter.as_deref())]);
            return Exit::Broken;
        }
        enough(percent(noticed, made), options.fail_under, output)
    })
}
