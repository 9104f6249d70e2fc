"""Jobs are plain functions; APScheduler only tells when. What ran is in the table `job_run`."""
